using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Tests.Org;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>A server whose owner trusts issuers of a provider next door; each test trusts one of its own.</summary>
public sealed class TrustingApp : IAsyncLifetime
{
    public OrgApp Org { get; } = new();

    public IdpApp App => Org.App;

    public Provider Provider { get; private set; } = null!;

    /// <summary>The owner's id.</summary>
    public string Owner => Org.Admin.Organization;

    public async ValueTask InitializeAsync()
    {
        await Org.InitializeAsync();
        Provider = new(App.Clock.Now);
        Org.Site.Publish(Provider.Jwks);
    }

    public ValueTask DisposeAsync() => Org.DisposeAsync();

    public async Task<TrustedIssuer> TrustAsync(Func<TrustedIssuer, TrustedIssuer>? change = null)
    {
        var id = Ids.NewUuid(App.Clock);
        TrustedIssuer issuer = new()
        {
            Id = id, OrganizationId = Owner, Issuer = $"https://{id}.sso.test", Audience = "idp", UserIdExpression = "{sub}", JwksUri = Org.Site.Url(), CreatedAt = App.Clock.Now, Version = "1",
        };
        if (change is not null) issuer = change(issuer);
        Assert.True(await App.Service<ITrustedIssuerStore>().AddAsync(issuer, Record(AuditAction.TrustedIssuerCreated, id), CancellationToken.None));
        return issuer;
    }

    /// <summary>What an administrator does to it.</summary>
    public async Task<TrustedIssuer> ChangeAsync(TrustedIssuer issuer, Func<TrustedIssuer, TrustedIssuer> change)
    {
        var changed = change(issuer) with { Version = Ids.NewUuid(App.Clock) };
        Assert.Equal(Outcome.Done, await App.Service<ITrustedIssuerStore>().SaveAsync(changed, issuer.Version, Record(AuditAction.TrustedIssuerChanged, issuer.Id), CancellationToken.None));
        return changed;
    }

    public async Task<UserPool> PinnedPoolAsync(string issuer)
    {
        UserPool pool = new()
        {
            Id = new(Ids.NewUuid(App.Clock)), OrganizationId = Owner, Name = "Self-provided", Authorization = new() { Jwks = Provider.Jwks, Issuer = issuer }, CreatedAt = App.Clock.Now, Version = "1",
        };
        Assert.True(await App.Service<IUserPoolStore>().AddAsync(pool, Record(AuditAction.UserPoolCreated, pool.Id.Value), CancellationToken.None));
        return pool;
    }

    /// <summary>A token as the provider signs it now.</summary>
    public string Token(string issuer, string sub = "u-1", string more = "", int lives = 3600, string audience = "idp")
    {
        var now = App.Clock.Now.ToUnixTimeSeconds();
        return Provider.Signed($$"""{"iss":"{{issuer}}","aud":"{{audience}}","sub":"{{sub}}","iat":{{now}},"exp":{{now + lives}}{{(more.Length == 0 ? "" : "," + more)}}}""");
    }

    /// <summary>A confidential client that exchanges tokens.</summary>
    public async Task<string> GatewayAsync()
    {
        var id = $"gateway-{Guid.CreateVersion7():n}";
        await App.SaveAsync(new()
        {
            PoolId = PoolId.Default, Id = new(id), Name = "Gateway", GrantTypes = [GrantTypes.TokenExchange], Scope = ScopeSet.Of("openid", "cart", "orders"),
            Credentials = [new() { SecretDigest = ClientSecret.DigestOf(TestClients.SecretOf(id)), CreatedAt = App.Clock.Now }], CreatedAt = App.Clock.Now,
        });
        return id;
    }

    RecordedChange Record(AuditAction action, string target) => new(AuditRecord.Of(App.Clock, action, Actors.System, target, Owner));
}
