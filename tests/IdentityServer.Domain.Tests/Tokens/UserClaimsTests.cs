using System.Text.Json;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

public sealed class UserClaimsTests
{
    readonly World world = new();

    string[] Written(string scope, string? claims = null, string registered = "openid profile email address phone")
    {
        Assert.True(ClaimsRequest.TryParse(claims, out var request));
        return World.Names(World.Json(json => UserClaims.Write(json, world.User, World.Scope(scope), request, World.Scope(registered))));
    }

    [Fact]
    public void Each_scope_releases_its_own_claims_and_only_those_that_have_a_value()
    {
        Assert.Empty(Written("openid offline_access orders.read"));
        Assert.Equal(["email", "email_verified"], Written("openid email"));
        Assert.Equal(["name", "given_name", "preferred_username", "updated_at"], Written("profile"));
        Assert.Equal(["address"], Written("address"));
        Assert.Equal(["phone_number"], Written("phone"));
        world.User.Email = null;
        Assert.Empty(Written("email"));
    }

    [Fact]
    public void A_name_that_somebody_prefers_goes_before_the_username()
    {
        world.User.Claims = new Dictionary<string, JsonElement> { ["preferred_username"] = JsonElement.Parse("\"erika\"") };
        Assert.Equal("erika", World.Json(json => UserClaims.TryWrite(json, world.User, "preferred_username")).GetProperty("preferred_username").GetString());
        world.User.Claims = new Dictionary<string, JsonElement> { ["preferred_username"] = JsonElement.Parse("7") };
        Assert.Equal("alice", World.Json(json => UserClaims.TryWrite(json, world.User, "preferred_username")).GetProperty("preferred_username").GetString());
    }

    [Fact]
    public void A_claim_asked_for_by_name_comes_once_and_only_within_the_registration()
    {
        const string claims = """{"userinfo":{"email":{"essential":true},"sub":null,"iss":null,"middle_name":null,"password_hash":null,"address":null}}""";
        Assert.Equal(["email", "address"], Written("openid", claims));
        Assert.Equal(["email", "email_verified", "address"], Written("openid email", claims));
        Assert.Equal(["email"], Written("openid", claims, registered: "openid email"));
        Assert.Empty(Written("openid", claims, registered: "openid"));
    }

    [Fact]
    public void Types_are_those_of_the_specification()
    {
        var json = World.Json(writer => UserClaims.Write(writer, world.User, World.Scope("profile email address"), ClaimsRequest.Nothing, World.Scope("")));
        Assert.Equal(JsonValueKind.True, json.GetProperty("email_verified").ValueKind);
        Assert.Equal(World.Start.ToUnixTimeSeconds(), json.GetProperty("updated_at").GetInt64());
        Assert.Equal(JsonValueKind.Object, json.GetProperty("address").ValueKind);
        Assert.Equal("Alice \"Ä\" O'Hara", json.GetProperty("name").GetString());
    }

    [Fact]
    public void What_a_user_row_holds_beside_the_standard_claims_is_never_told()
    {
        world.User.Claims = JsonElement.Parse("""{"is_admin":true,"email":"stored@elsewhere","preferred_username":"other","sub":"mallory"}""").EnumerateObject()
            .ToDictionary(claim => claim.Name, claim => claim.Value.Clone());
        var json = World.Json(writer => UserClaims.Write(writer, world.User, World.Scope("profile email"), ClaimsRequest.Nothing, World.Scope("")));
        Assert.Equal(["preferred_username", "updated_at", "email", "email_verified"], World.Names(json));
        // That one is a standard claim, and who has it is told by it.
        Assert.Equal("other", json.GetProperty("preferred_username").GetString());
        Assert.Equal("alice@example.org", json.GetProperty("email").GetString());
        Assert.False(UserClaims.IsStandard("is_admin"));
        Assert.All(UserClaims.Names, name => Assert.True(UserClaims.IsStandard(name)));
        Assert.Contains("openid", UserClaims.UserScopes.Items);
    }

    [Fact]
    public void Which_claims_a_registration_covers_is_exact()
    {
        Assert.True(UserClaims.MayAsk(World.Scope("openid email"), "email_verified"));
        Assert.False(UserClaims.MayAsk(World.Scope("openid email"), "Email"));
        Assert.False(UserClaims.MayAsk(World.Scope("email"), "name"));
    }
}
