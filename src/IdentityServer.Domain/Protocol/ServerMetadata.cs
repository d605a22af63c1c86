using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Protocol;

/// <summary>What discovery says of us: OIDC Discovery §3, RFC 8414 §2. Only what is there is announced.</summary>
public sealed record ServerMetadata
{
    public required string Issuer { get; init; }
    public required IEnumerable<string> ScopesSupported { get; init; }
    public required IEnumerable<string> ClaimsSupported { get; init; }
    public required IEnumerable<string> GrantTypesSupported { get; init; }
    public required IEnumerable<string> ClientAuthMethods { get; init; }
    public required IEnumerable<string> IdTokenAlgorithms { get; init; }
    public required IEnumerable<string> AcrValues { get; init; }

    /// <summary>The document as it is sent.</summary>
    public byte[] ToJson()
    {
        using var buffer = new PooledBuffer(4096);
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("issuer", Issuer);
        foreach (var (name, path) in Endpoints.Announced) json.WriteString(name, Issuer + path);
        List(json, "response_types_supported", ["code"]);
        List(json, "response_modes_supported", ResponseModes.Names);
        List(json, "grant_types_supported", GrantTypesSupported);
        List(json, "scopes_supported", ScopesSupported);
        List(json, "claims_supported", ClaimsSupported);
        List(json, "claim_types_supported", ["normal"]);
        List(json, "subject_types_supported", ["public"]);
        List(json, "id_token_signing_alg_values_supported", IdTokenAlgorithms);
        List(json, "acr_values_supported", AcrValues);
        List(json, "prompt_values_supported", PromptValues.Names);
        List(json, "display_values_supported", ["page"]);
        List(json, "code_challenge_methods_supported", ["S256"]);
        List(json, "token_endpoint_auth_methods_supported", ClientAuthMethods);
        List(json, "revocation_endpoint_auth_methods_supported", ClientAuthMethods);
        List(json, "introspection_endpoint_auth_methods_supported", ClientAuthMethods.Where(method => method != "none"));
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        json.WriteBoolean("claims_parameter_supported", true);
        json.WriteBoolean("request_parameter_supported", false);
        // OIDC Discovery §3: the default is true, so false has to be said.
        json.WriteBoolean("request_uri_parameter_supported", false);
        json.WriteEndObject();
        json.Flush();
        return buffer.Written.ToArray();
    }

    static void List(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
