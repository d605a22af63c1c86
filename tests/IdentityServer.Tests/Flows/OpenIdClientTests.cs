using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Flows;

/// <summary>panva's openid-client, a certified relying party, from discovery to logout.</summary>
public sealed class OpenIdClientTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_confidential_client_goes_through_everything_and_jose_believes_its_tokens()
    {
        await using var idp = await Deployment.StartAsync(Ct);

        var steps = await FlowAsync(idp, TestClients.Asking, TestClients.SecretOf(TestClients.Asking));

        Assert.Equal(idp.Issuer, steps.GetProperty("discovery").GetProperty("issuer").GetString());
        Assert.Equal(["200 /account/login", "200 /consent"], Pages(steps.GetProperty("authorize")));
        Assert.True(steps.GetProperty("singleSignOn").GetProperty("callbackHasCode").GetBoolean());
        Assert.Equal("alice@acme.test", steps.GetProperty("userinfo").GetProperty("email").GetString());
        var refresh = steps.GetProperty("refresh");
        Assert.True(refresh.GetProperty("rotated").GetBoolean());
        Assert.True(refresh.GetProperty("accessTokenIsNew").GetBoolean());
        Assert.True(steps.GetProperty("introspect").GetProperty("active").GetBoolean());
        Assert.False(steps.GetProperty("revoke").GetProperty("activeAfter").GetBoolean());
        Assert.Equal("invalid_grant", steps.GetProperty("revoke").GetProperty("refreshAfter").GetString());
        Assert.Equal("invalid_grant", steps.GetProperty("replay").GetProperty("error").GetString());
        Assert.StartsWith(TestClients.SignedOut, steps.GetProperty("endSession").GetProperty("landedAt").GetString(), StringComparison.Ordinal);
        Assert.Equal("login_required", steps.GetProperty("endSession").GetProperty("promptNoneAfter").GetString());

        var exchange = steps.GetProperty("exchange");
        var verified = await NodeScript.RunAsync("verify.mjs", new
        {
            issuer = idp.Issuer,
            jwksUri = idp.Issuer + "/.well-known/jwks.json",
            idToken = exchange.GetProperty("id_token").GetString(),
            accessToken = exchange.GetProperty("access_token").GetString(),
            clientId = TestClients.Asking,
        }, Ct);
        Assert.Equal(exchange.GetProperty("claims").GetProperty("sub").GetString(), verified.GetProperty("accessToken").GetProperty("payload").GetProperty("sub").GetString());
    }

    [Fact]
    public async Task A_public_client_goes_through_everything_it_may()
    {
        await using var idp = await Deployment.StartAsync(Ct);

        var steps = await FlowAsync(idp, "spa", null);

        Assert.True(steps.GetProperty("refresh").GetProperty("rotated").GetBoolean());
        Assert.Equal("invalid_grant", steps.GetProperty("revoke").GetProperty("refreshAfter").GetString());
        Assert.Equal("login_required", steps.GetProperty("endSession").GetProperty("promptNoneAfter").GetString());
    }

    static async Task<JsonElement> FlowAsync(Deployment idp, string client, string? secret)
    {
        var answer = await NodeScript.ExecuteAsync("openid-client-flow.mjs", new
        {
            issuer = idp.Issuer,
            clientId = client,
            clientSecret = secret,
            redirectUri = client == "spa" ? TestClients.Origin + "/callback.html" : TestClients.Callback,
            postLogoutRedirectUri = client == "spa" ? TestClients.Origin + "/" : TestClients.SignedOut,
            username = IdpApp.Alice,
            password = IdpApp.Password,
            clientCredentials = new { scope = "cart", resource = TestClients.Api },
        }, Ct);
        var said = NodeScript.Parse(answer);
        Assert.True(said.GetProperty("ok").GetBoolean(), answer.ToString());
        return said.GetProperty("steps");
    }

    static IEnumerable<string?> Pages(JsonElement step) => step.GetProperty("pages").EnumerateArray().Select(page => page.GetString());
}
