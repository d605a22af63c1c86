using System.Text;
using System.Text.Json;
using IdentityServer.Domain.AppUserIdTokens;
using Xunit;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class AppUserIdTokenProfileTests
{
    static JsonElement Written(string? sdkClientId)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) AppUserIdTokenProfile.Write(json, "https://id.example/pools/p", "user-1", "app", sdkClientId, 1000, 4600);
        return JsonElement.Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_token_says_who_by_whom_for_whom_and_until_when()
    {
        var claims = Written("app");
        Assert.Equal(["iss", "sub", "aud", "sdkClientId", "iat", "exp", "jti"], claims.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal(("user-1", "app", 1000, 4600), (claims.GetProperty("sub").GetString(), claims.GetProperty("sdkClientId").GetString(), claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        Assert.NotEqual(claims.GetProperty("jti").GetString(), Written("app").GetProperty("jti").GetString());
    }

    [Fact]
    public void Without_a_client_none_is_named() => Assert.False(Written(null).TryGetProperty("sdkClientId", out _));
}
