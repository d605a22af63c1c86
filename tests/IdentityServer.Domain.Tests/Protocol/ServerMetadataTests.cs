using System.Text.Json;
using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class ServerMetadataTests
{
    // IANA "OAuth Authorization Server Metadata" and OIDC Discovery §3, as far as we have a use for them.
    static readonly string[] Registered =
    [
        "issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "introspection_endpoint", "revocation_endpoint",
        "end_session_endpoint", "response_types_supported", "response_modes_supported", "grant_types_supported", "scopes_supported", "claims_supported",
        "claim_types_supported", "subject_types_supported", "id_token_signing_alg_values_supported", "acr_values_supported", "prompt_values_supported",
        "display_values_supported", "code_challenge_methods_supported", "token_endpoint_auth_methods_supported",
        "revocation_endpoint_auth_methods_supported", "introspection_endpoint_auth_methods_supported",
        "authorization_response_iss_parameter_supported", "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported",
    ];

    readonly JsonElement document = JsonElement.Parse(new ServerMetadata
    {
        Issuer = "https://id.example",
        ScopesSupported = ["openid"],
        ClaimsSupported = ["sub"],
        GrantTypesSupported = ["authorization_code"],
        ClientAuthMethods = ["client_secret_basic", "none"],
        IdTokenAlgorithms = ["RS256"],
        AcrValues = ["urn:x"],
    }.ToJson(), new JsonDocumentOptions { AllowDuplicateProperties = false });

    string[] List(string name) => [.. document.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    [Fact]
    public void Only_registered_names_appear() =>
        Assert.Empty(document.EnumerateObject().Select(member => member.Name).Except(Registered));

    [Fact]
    public void Every_announced_endpoint_is_below_the_issuer_and_no_other_is_there()
    {
        var announced = document.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name == "jwks_uri").ToArray();
        Assert.Equal(Endpoints.Announced.Select(endpoint => endpoint.Name).Order(), announced.Select(member => member.Name).Order());
        Assert.All(announced, member => Assert.StartsWith("https://id.example/", member.Value.GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain(announced, member => member.Value.GetString()!.EndsWith("/resume", StringComparison.Ordinal));
    }

    [Fact]
    public void It_promises_what_the_server_does_and_nothing_more()
    {
        Assert.Equal("https://id.example", document.GetProperty("issuer").GetString());
        Assert.Equal(["S256"], List("code_challenge_methods_supported"));
        Assert.Equal(["code"], List("response_types_supported"));
        Assert.Equal(["client_secret_basic"], List("introspection_endpoint_auth_methods_supported"));
        Assert.True(document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.False(document.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.False(document.GetProperty("request_parameter_supported").GetBoolean());
    }
}
