using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>S035, S036.</summary>
public sealed class ClientCredentialsGrantTests
{
    readonly World world = new();

    Task<Result<TokenSet>> AskAsync(string? scope = null, string? authorization = null, string? resource = null) =>
        world.TokenAsync(World.Form(("grant_type", "client_credentials"), ("scope", scope), ("resource", resource)), authorization ?? World.Basic("machine"));

    [Fact]
    public async Task A_client_acts_for_itself_without_a_user()
    {
        world.AddApi();
        var tokens = (await AskAsync("orders.read")).Value();
        Assert.Null(tokens.IdToken);
        Assert.Null(tokens.RefreshToken);
        var claims = World.Part(tokens.AccessToken);
        Assert.Equal(["iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope"], World.Names(claims));
        Assert.Equal("machine@clients", claims.GetProperty("sub").GetString());
        Assert.Equal("https://orders.example", claims.GetProperty("aud").GetString());
        Assert.Equal(0, world.Families.Count);
    }

    [Fact]
    public async Task Without_a_scope_it_gets_what_needs_no_user()
    {
        Assert.Equal("orders.read orders.write", (await AskAsync()).Value().Scope.Text);
        world.Clients.Put(World.NewClient("machine", scope: "openid profile", grants: [GrantTypes.ClientCredentials]));
        var tokens = (await AskAsync()).Value();
        Assert.Equal("", tokens.Scope.Text);
        Assert.DoesNotContain("scope", World.Names(World.Part(tokens.AccessToken)));
    }

    [Theory]
    [InlineData("openid", nameof(Reason.UserScopeRefused))]
    [InlineData("orders.read offline_access", nameof(Reason.UserScopeRefused))]
    [InlineData("profile", nameof(Reason.UserScopeRefused))]
    [InlineData("phone", nameof(Reason.UserScopeRefused))]
    [InlineData("orders.read orders.delete", nameof(Reason.ScopeNotAllowed))]
    [InlineData("orders\\read", nameof(Reason.ScopeMalformed))]
    public async Task A_scope_that_needs_a_user_or_is_not_registered_is_refused(string scope, string reason) =>
        Assert.Equal(reason, (await AskAsync(scope)).Reason()?.Name);

    [Fact]
    public async Task A_public_client_is_refused_even_where_it_is_registered_for_the_grant()
    {
        world.Clients.Put(World.NewClient("open", ClientAuthMethod.None, grants: [GrantTypes.ClientCredentials]));
        var form = World.Form(("grant_type", "client_credentials"), ("client_id", "open"));
        Assert.Equal(Reason.GrantNotAllowed, (await world.Pipeline.RunAsync(world.Pool, null, form, World.Ct)).Answer.Reason());
    }

    [Fact]
    public async Task An_unknown_resource_is_refused()
    {
        Assert.Equal(Reason.ResourceUnknown, (await AskAsync(resource: "https://x")).Reason());
        world.AddApi();
        Assert.Equal(Reason.ResourceUnknown, (await AskAsync(resource: "https://x")).Reason());
    }
}
