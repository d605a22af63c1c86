using System.CommandLine;
using IdentityServer.Domain.Configuration;

namespace IdentityServer.Cli;

/// <summary>The options that describe a client, the same for create and update; what is not given stays as it is.</summary>
internal sealed class ClientOptions
{
    readonly Option<string> name = new("--name") { Description = "What people see." };
    readonly Option<string[]> redirectUris = Many("--redirect-uri", "Where codes may be sent; repeat it for several.");
    readonly Option<string[]> postLogoutRedirectUris = Many("--post-logout-redirect-uri", "Where the browser may go after signing out.");
    readonly Option<string> backchannelLogoutUri = new("--backchannel-logout-uri") { Description = "Where logout tokens are posted." };
    readonly Option<string[]> grants = Many("--grant", "authorization_code, refresh_token, client_credentials or urn:ietf:params:oauth:grant-type:token-exchange; the first two where it is left out.");
    readonly Option<string> scope = new("--scope") { Description = "Scopes it may ask for, in one quoted string." };
    readonly Option<string> authMethod = new("--auth-method") { Description = "client_secret_basic, client_secret_post, trusted_issuer_jwt or none." };
    readonly Option<string> trustedIssuer = new("--trusted-issuer") { Description = "With trusted_issuer_jwt: the issuer whose tokens the client authenticates with." };
    readonly Option<string> trustedSubject = new("--trusted-subject") { Description = "With trusted_issuer_jwt: the user id that they have to come to." };
    readonly Option<string> algorithm = new("--id-token-alg") { Description = "RS256, ES256 or EdDSA." };
    readonly Option<string[]> origins = Many("--origin", "Web origins whose scripts may read our answers.");
    readonly Option<string> consent = new("--consent") { Description = "implicit, remember or always." };
    readonly Option<bool> isPublic = new("--public") { Description = "A client that cannot keep a secret: a single-page or native application." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[name, redirectUris, postLogoutRedirectUris, backchannelLogoutUri, grants, scope, authMethod, trustedIssuer, trustedSubject, algorithm, origins, consent, isPublic])
            command.Options.Add(option);
    }

    /// <summary>Null with <paramref name="problem"/> where the options contradict each other.</summary>
    public ClientDeclaration? Over(ClientDeclaration start, ParseResult parsed, out string? problem)
    {
        var method = parsed.GetValue(authMethod);
        problem = parsed.GetValue(isPublic) && method is not (null or "none") ? "--public and --auth-method contradict each other: leave one out." : null;
        if (problem is not null) return null;
        var wanted = parsed.GetValue(isPublic) ? "none" : method ?? start.AuthMethod;
        // What belongs to the method before goes with it.
        var before = wanted == start.AuthMethod ? start : start with { TrustedIssuer = null, TrustedSubject = null };
        return start with
        {
            Name = parsed.GetValue(name) ?? start.Name,
            RedirectUris = Given(parsed, redirectUris) ?? start.RedirectUris,
            PostLogoutRedirectUris = Given(parsed, postLogoutRedirectUris) ?? start.PostLogoutRedirectUris,
            BackchannelLogoutUri = parsed.GetValue(backchannelLogoutUri) ?? start.BackchannelLogoutUri,
            GrantTypes = Given(parsed, grants) ?? start.GrantTypes,
            Scope = parsed.GetValue(scope) ?? start.Scope,
            AuthMethod = wanted,
            TrustedIssuer = parsed.GetValue(trustedIssuer) ?? before.TrustedIssuer,
            TrustedSubject = parsed.GetValue(trustedSubject) ?? before.TrustedSubject,
            IdTokenAlgorithm = parsed.GetValue(algorithm) ?? start.IdTokenAlgorithm,
            AllowedOrigins = Given(parsed, origins) ?? start.AllowedOrigins,
            Consent = parsed.GetValue(consent) ?? start.Consent,
        };
    }

    static Option<string[]> Many(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    static string[]? Given(ParseResult parsed, Option<string[]> option) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;
}
