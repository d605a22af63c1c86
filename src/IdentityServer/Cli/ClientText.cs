using System.Text.Json.Nodes;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Configuration;

namespace IdentityServer.Cli;

/// <summary>A client in words and in RFC 7591's JSON; never its secret, not even the digest.</summary>
internal static class ClientText
{
    public static JsonObject Document(Client client) => new()
    {
        ["client_id"] = client.Id.Value,
        ["client_name"] = client.Name,
        ["redirect_uris"] = Report.Array(client.RedirectUris),
        ["post_logout_redirect_uris"] = Report.Array(client.PostLogoutRedirectUris),
        ["backchannel_logout_uri"] = client.BackchannelLogoutUri,
        ["grant_types"] = Report.Array(client.GrantTypes),
        ["token_endpoint_auth_method"] = ClientAuthMethods.NameOf(client.AuthMethod),
        ["trusted_issuer"] = client.TrustedIssuer,
        ["trusted_subject"] = client.TrustedSubject,
        ["scope"] = client.Scope.Text,
        ["id_token_signed_response_alg"] = client.IdTokenAlgorithm,
        ["allowed_origins"] = Report.Array(client.AllowedOrigins),
        ["consent"] = ClientRules.ConsentNames[(int)client.Consent],
        ["disabled"] = client.Disabled,
        ["created_at"] = client.CreatedAt,
    };

    public static IEnumerable<string> Lines(Client client) => Report.Facts(
    [
        ("client_id", client.Id.Value),
        ("name", client.Name),
        ("state", client.Disabled ? "disabled" : ""),
        ("redirect URIs", string.Join(' ', client.RedirectUris)),
        ("after signing out", string.Join(' ', client.PostLogoutRedirectUris)),
        ("logout tokens to", client.BackchannelLogoutUri),
        ("authenticates with", ClientAuthMethods.NameOf(client.AuthMethod)),
        ("tokens of", client.TrustedIssuer),
        ("for the user id", client.TrustedSubject),
        ("grants", string.Join(' ', client.GrantTypes)),
        ("scope", client.Scope.Text),
        ("ID tokens", client.IdTokenAlgorithm),
        ("web origins", string.Join(' ', client.AllowedOrigins)),
        ("consent", ClientRules.ConsentNames[(int)client.Consent]),
        ("created", Report.Time(client.CreatedAt)),
    ]);
}
