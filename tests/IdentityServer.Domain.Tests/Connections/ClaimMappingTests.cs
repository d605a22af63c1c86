using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

/// <summary>S105, and which claims are anybody's but ours.</summary>
public sealed class ClaimMappingTests
{
    static MappedClaims Read(string claims, params (string Claim, string Path)[] paths) => ClaimMapping.Read(Providers.Connection(paths: paths), Providers.Json(claims));

    [Fact]
    public void Every_standard_claim_may_be_set_but_ours()
    {
        Assert.Equal(UserClaims.Names.Where(name => name != "updated_at"), ClaimMapping.Names.Order(StringComparer.Ordinal));
        Assert.Empty(Read("""{"sub":"x","iss":"x","aud":"x","roles":["admin"],"updated_at":1,"acr":"x","sid":"x","password_hash":"x"}""", ("roles", "roles"), ("sub", "iss")).Claims);
    }

    [Fact]
    public void Claims_are_taken_under_their_own_name_or_by_their_path()
    {
        var read = Read("""{"name":"N","login":"l","photos":{"large":"https://img.example/1"},"nickname":"other"}""", ("nickname", "login"), ("picture", "photos.large"));
        Assert.Equal([("name", "N"), ("nickname", "l"), ("picture", "https://img.example/1")], read.Claims.Select(claim => (claim.Key, claim.Value.GetString()!)).Order());
    }

    [Theory]
    [InlineData("""{"name":1}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":["N"]}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"given_name":"a\nb"}""")]
    [InlineData("""{"picture":"javascript:alert(1)"}""")]
    [InlineData("""{"website":"nowhere"}""")]
    [InlineData("""{"phone_number_verified":"true"}""")]
    [InlineData("""{"address":"here"}""")]
    [InlineData("""{"address":{"planet":"Mars","country":7}}""")]
    public void A_claim_of_another_type_is_left_out(string claims) => Assert.Empty(Read(claims).Claims);

    [Fact]
    public void An_address_keeps_the_members_that_an_address_has() =>
        Assert.Equal("""{"formatted":"1 Road\nTown","country":"AT"}""", Read("""{"address":{"formatted":"1 Road\nTown","country":"AT","x":"y"}}""").Claims["address"].GetRawText());

    [Fact]
    public void Nothing_grows_without_end()
    {
        Assert.Empty(Read($$"""{"name":"{{new string('n', 1001)}}"}""").Claims);
        var many = string.Join(',', ClaimMapping.Names.Select(name => $"\"{name}\":\"{new string('ü', 1000)}\""));
        Assert.InRange(Read($"{{{many}}}").Claims.Sum(claim => System.Text.Encoding.UTF8.GetByteCount(claim.Value.GetRawText())), 1, ClaimMapping.LongestTotal);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", false)]
    [InlineData("\"false\"", false)]
    [InlineData("1", false)]
    [InlineData("null", false)]
    public void Only_true_itself_is_a_verified_address(string verified, bool expected)
    {
        var read = Read($$"""{"email":"a@b.example","email_verified":{{verified}}}""");
        Assert.Equal(("a@b.example", expected), (read.Email, read.EmailVerified));
    }

    [Fact]
    public void What_is_said_of_one_address_is_not_said_of_another()
    {
        const string claims = """{"email":"a@b.example","email_verified":true,"upn":"c@d.example","upn_ok":true}""";
        Assert.Equal(("c@d.example", false), (Read(claims, ("email", "upn")).Email, Read(claims, ("email", "upn")).EmailVerified));
        Assert.True(Read(claims, ("email", "upn"), ("email_verified", "upn_ok")).EmailVerified);
        Assert.Equal((null, false), (Read("""{"email":"nobody","email_verified":true}""").Email, Read("""{"email":"nobody","email_verified":true}""").EmailVerified));
        Assert.False(Read("""{"email_verified":true}""").EmailVerified);
    }

    [Theory]
    [InlineData("""{"email":"a@b.example"}""", """{"email":"c@d.example","email_verified":true}""", false)]
    [InlineData("""{"email":"a@b.example"}""", """{"email_verified":true}""", false)]
    [InlineData("""{"email":"a@b.example"}""", """{"email":"a@b.example","email_verified":true}""", true)]
    [InlineData("""{}""", """{"email":"a@b.example","email_verified":true}""", true)]
    public void Nor_by_one_document_of_the_address_in_the_other(string idToken, string userInfo, bool expected) =>
        Assert.Equal(expected, ClaimMapping.Read(Providers.Connection(), ClaimMapping.Merge(Providers.Json(idToken), Providers.Json(userInfo))).EmailVerified);

    [Fact]
    public void Something_is_missing_where_a_scope_or_a_path_asked_for_it()
    {
        static bool Missing(string scope, string claims, params (string, string)[] paths) => ClaimMapping.IsMissing(Providers.Connection(scope, paths: paths), Providers.Json(claims));
        Assert.False(Missing("openid", "{}"));
        Assert.True(Missing("openid email", "{}"));
        Assert.False(Missing("openid email profile", """{"email":"a@b.example","name":"N"}"""));
        Assert.True(Missing("openid", "{}", ("picture", "photo")));
        Assert.False(Missing("openid", """{"photo":"x"}""", ("picture", "photo"), ("roles", "roles")));
    }

    [Fact]
    public void Of_both_documents_the_ID_token_is_right() =>
        Assert.Equal("""{"sub":"a","name":"N","email":"e"}""", ClaimMapping.Merge(Providers.Json("""{"sub":"a","name":"N"}"""), Providers.Json("""{"sub":"b","name":"M","email":"e"}""")).GetRawText());
}
