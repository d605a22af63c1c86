using System.Text;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>Somebody's issuer next door, under a path of its own: its discovery document, its keys, and tokens as CI systems and clusters write them.</summary>
public sealed class ScriptedIssuer
{
    public const string Audience = "https://idp.test/org";

    readonly SigningCredential first = SigningCredential.Generate(JwsAlgorithm.RS256);
    readonly SigningCredential second = SigningCredential.Generate(JwsAlgorithm.ES256);
    readonly IdpApp app;

    public ScriptedIssuer(IdpApp app, JwksSite site)
    {
        this.app = app;
        var path = $"/i{Guid.CreateVersion7():n}";
        Issuer = site.Url(path);
        Jwks = Provider.Set(first.PublicJwk);
        site.Answer = http =>
        {
            var asked = http.Request.Path.Value!;
            http.Response.ContentType = "application/json";
            if (asked == path + "/.well-known/openid-configuration")
                return http.Response.WriteAsync($$"""{"issuer":"{{Issuer}}","jwks_uri":"{{KeysUri}}","id_token_signing_alg_values_supported":["RS256"]}""");
            if (asked == path + "/keys") return http.Response.WriteAsync(Jwks);
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
    }

    public string Issuer { get; }

    public string KeysUri => Issuer + "/keys";

    /// <summary>What stands at <see cref="KeysUri"/>.</summary>
    public string Jwks { get; set; }

    /// <summary>From now on only another key is published.</summary>
    public void DropKey() => Jwks = Provider.Set(second.PublicJwk);

    public async Task<TrustedIssuer> TrustAsync(OrgCaller admin, string expression, bool discovered, params (string Id, MemberRole Role)[] roles)
    {
        TrustedIssuer issuer = new()
        {
            Id = Ids.NewUuid(app.Clock),
            OrganizationId = admin.Organization,
            Issuer = Issuer,
            Audience = Audience,
            UserIdExpression = expression,
            JwksUri = discovered ? null : KeysUri,
            Roles = roles.ToDictionary(pair => pair.Id, pair => pair.Role),
            CreatedAt = app.Clock.Now,
            Version = Ids.NewUuid(app.Clock),
        };
        // What the tests trust is what may be trusted.
        Assert.Null(app.Service<TrustedIssuerRules>().Flaw(issuer));
        Assert.True(await app.Service<ITrustedIssuerStore>().AddAsync(issuer, Record(issuer, AuditAction.TrustedIssuerCreated), CancellationToken.None));
        return issuer;
    }

    public async Task<TrustedIssuer> ChangeAsync(TrustedIssuer issuer, Func<TrustedIssuer, TrustedIssuer> change)
    {
        var changed = change(issuer) with { Version = Ids.NewUuid(app.Clock) };
        Assert.Equal(Outcome.Done, await app.Service<ITrustedIssuerStore>().SaveAsync(changed, issuer.Version, Record(issuer, AuditAction.TrustedIssuerChanged), CancellationToken.None));
        return changed;
    }

    /// <summary>As GitHub Actions writes them.</summary>
    public string Workflow(string repository = "acme/site", string branch = "main", string audience = Audience) => Signed(
        $$"""
        {"iss":"{{Issuer}}","sub":"repo:{{repository}}:ref:refs/heads/{{branch}}","aud":"{{audience}}","jti":"{{Guid.CreateVersion7()}}",
         "ref":"refs/heads/{{branch}}","ref_name":"{{branch}}","repository":"{{repository}}","repository_owner":"acme","run_id":9876543210,"actor":"octo",{{Times}}}
        """);

    /// <summary>As Kubernetes writes them for a service account.</summary>
    public string ServiceAccount(string ns = "shop", string name = "reader") => Signed(
        $$$"""
        {"iss":"{{{Issuer}}}","sub":"system:serviceaccount:{{{ns}}}:{{{name}}}","aud":["{{{Audience}}}"],
         "kubernetes.io":{"namespace":"{{{ns}}}","serviceaccount":{"name":"{{{name}}}","uid":"9d3b"},"pod":{"name":"reader-7","uid":"1f"}},{{{Times}}}}
        """);

    public string Signed(string claims, string typ = "JWT") => JwtWriter.Write(first, typ, Encoding.UTF8.GetBytes(claims));

    string Times => $"\"iat\":{app.Clock.Now.ToUnixTimeSeconds()},\"nbf\":{app.Clock.Now.ToUnixTimeSeconds()},\"exp\":{app.Clock.Now.ToUnixTimeSeconds() + 3600}";

    AuditRecord Record(TrustedIssuer issuer, AuditAction action) => AuditRecord.Of(app.Clock, action, Actors.System, issuer.Id, issuer.OrganizationId);
}
