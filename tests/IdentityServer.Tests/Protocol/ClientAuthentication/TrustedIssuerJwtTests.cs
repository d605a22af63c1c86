using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.ClientAuthentication;

/// <summary>A workload whose platform gives it a token. RFC 7523 §2.2. S030, S057.</summary>
public sealed class TrustedIssuerJwtTests(TrustingApp trusting) : IClassFixture<TrustingApp>
{
    const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    readonly IdpApp app = trusting.App;

    async Task<(string Client, string Issuer)> WorkloadAsync(string subject = "u-1")
    {
        var issuer = (await trusting.TrustAsync()).Issuer;
        var id = $"workload-{Guid.CreateVersion7():n}";
        await app.SaveAsync(new()
        {
            PoolId = PoolId.Default, Id = new(id), Name = "Workload", AuthMethod = ClientAuthMethod.TrustedIssuerJwt, TrustedIssuer = issuer, TrustedSubject = subject,
            GrantTypes = [GrantTypes.ClientCredentials], Scope = ScopeSet.Of("cart"), CreatedAt = app.Clock.Now,
        });
        return (id, issuer);
    }

    Task<Answer> CallAsync(string client, string assertion, string path = "/connect/token") =>
        app.FormAsync(path, null, ("client_id", client), ("client_assertion", assertion), ("client_assertion_type", JwtBearer), ("grant_type", "client_credentials"), ("token", "x"));

    [Fact]
    public async Task Its_token_opens_every_endpoint_where_clients_authenticate()
    {
        var (client, issuer) = await WorkloadAsync();
        var assertion = trusting.Token(issuer, more: "\"jti\":\"j-1\"");
        var answer = (await CallAsync(client, assertion)).Grants();
        Assert.Equal(client + "@clients", answer.Claims("access_token").GetProperty("sub").GetString());
        Assert.Equal(Refusals.Inactive, (await CallAsync(client, assertion, "/connect/introspect")).Body);
        Assert.Equal(200, (await CallAsync(client, assertion, "/connect/revoke")).Status);
    }

    [Fact]
    public async Task Every_failure_looks_like_a_wrong_secret()
    {
        var (client, issuer) = await WorkloadAsync();
        var (_, another) = await WorkloadAsync();
        var wrong = await app.FormAsync("/connect/token", null, ("client_id", TestClients.Web), ("client_secret", "wrong"), ("grant_type", "client_credentials"));
        foreach (var assertion in (string[])["x", trusting.Token(issuer, "u-2"), trusting.Token(another), trusting.Token(issuer, audience: "another"), Forge.SignedByStranger(trusting.Token(issuer))])
        {
            var answer = await CallAsync(client, assertion);
            answer.Refuses("invalid_client", 401);
            Assert.Equal(wrong.Body, answer.Body);
        }
        Assert.Equal(wrong.Body, (await CallAsync("nobody", trusting.Token(issuer))).Body);
        (await app.FormAsync("/connect/token", TestClients.Service, ("client_assertion", trusting.Token(issuer)), ("client_assertion_type", JwtBearer))).Refuses("invalid_request");
    }

    [Fact]
    public async Task A_short_one_comes_once_also_when_it_comes_many_times_at_once()
    {
        var (client, issuer) = await WorkloadAsync();
        var assertion = trusting.Token(issuer, more: "\"jti\":\"j-2\"", lives: 300);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallAsync(client, assertion)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Refuses("invalid_client", 401));
        (await CallAsync(client, assertion)).Refuses("invalid_client", 401);
        (await CallAsync(client, trusting.Token(issuer, more: "\"jti\":\"j-3\"", lives: 300))).Grants();
    }

    [Fact]
    public async Task With_the_trust_its_access_goes()
    {
        var issuer = await trusting.TrustAsync();
        var id = $"workload-{Guid.CreateVersion7():n}";
        await app.SaveAsync(new()
        {
            PoolId = PoolId.Default, Id = new(id), Name = "Workload", AuthMethod = ClientAuthMethod.TrustedIssuerJwt, TrustedIssuer = issuer.Issuer, TrustedSubject = "u-1",
            GrantTypes = [GrantTypes.ClientCredentials], Scope = ScopeSet.Of("cart"), CreatedAt = app.Clock.Now,
        });
        (await CallAsync(id, trusting.Token(issuer.Issuer))).Grants();
        await trusting.ChangeAsync(issuer, before => before with { Disabled = true });
        (await CallAsync(id, trusting.Token(issuer.Issuer))).Refuses("invalid_client", 401);
    }
}
