using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.RemoteKeys;

public sealed class JwksDocumentTests
{
    static readonly string Good = $$"""{"keys":[{{Vectors.A3Key}}]}""";

    static JwksAnswer Read(string text, string? mediaType = null) => JwksDocument.Read(Encoding.UTF8.GetBytes(text), mediaType);

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/jwk-set+json")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    public void Keys_are_read_whatever_they_are_called(string? mediaType)
    {
        var answer = Read(Good, mediaType);
        Assert.Null(answer.Problem);
        Assert.NotNull(answer.Keys?.Find(null, JwsAlgorithm.ES256));
        Assert.Equal(Good, Encoding.UTF8.GetString(answer.Json.Span));
    }

    [Theory]
    [InlineData("<!doctype html><title>Sign in</title>", JwksProblem.HtmlPage)]
    [InlineData(" \r\n\t<?xml version=\"1.0\"?>", JwksProblem.HtmlPage)]
    [InlineData("", JwksProblem.NotJson)]
    [InlineData("keys", JwksProblem.NotJson)]
    [InlineData("[]", JwksProblem.NotJson)]
    [InlineData("{\"keys\":[", JwksProblem.NotJson)]
    [InlineData("{\"keys\":[],\"keys\":[]}", JwksProblem.NotJson)]
    [InlineData("{}", JwksProblem.NoKeysMember)]
    [InlineData("{\"keys\":{}}", JwksProblem.NoKeysMember)]
    [InlineData("{\"jwks_uri\":\"https://idp.example/jwks\"}", JwksProblem.NoKeysMember)]
    [InlineData("{\"keys\":[]}", JwksProblem.Empty)]
    [InlineData("{\"keys\":[{},7,{\"kty\":\"AKP\"}]}", JwksProblem.NoUsableKey)]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}", JwksProblem.NoUsableKey)]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}", JwksProblem.PrivateKeyInside)]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"d\":\"AA\"}]}", JwksProblem.PrivateKeyInside)]
    public void What_is_no_set_of_public_keys_is_told_apart(string text, JwksProblem expected)
    {
        var answer = Read(text);
        Assert.Equal(expected, answer.Problem);
        Assert.Null(answer.Keys);
    }

    [Fact]
    public void A_page_is_a_page_by_its_media_type_too() => Assert.Equal(JwksProblem.HtmlPage, Read(Good, "Text/HTML").Problem);

    [Fact]
    public void A_good_key_does_not_excuse_a_private_one_beside_it() =>
        Assert.Equal(JwksProblem.PrivateKeyInside, Read($$"""{"keys":[{{Vectors.A3Key}},{"kty":"RSA","n":"AQ","e":"AQAB","d":"AA"}]}""").Problem);

    [Fact]
    public void A_key_for_encryption_alone_is_not_usable() =>
        Assert.Equal(JwksProblem.NoUsableKey, Read($$"""{"keys":[{{Vectors.A3Key.Insert(1, "\"use\":\"enc\",")}}]}""").Problem);

    [Fact]
    public void More_than_anybody_needs_is_refused()
    {
        Assert.Equal(JwksProblem.TooManyKeys, Read("{\"keys\":[" + string.Join(',', Enumerable.Repeat("{}", 101)) + "]}").Problem);
        Assert.Equal(JwksProblem.TooLarge, Read("{\"keys\":[" + new string(' ', JwkSet.MaxLength) + "]}").Problem);
    }
}
