namespace IdentityServer.Domain.Configuration;

/// <summary>Reads <c>clients</c>: the names are RFC 7591's, the rules are <see cref="ClientRules"/>.</summary>
static class ClientReader
{
    public static IReadOnlyList<ClientDeclaration> Clients(ObjectReader root, ProblemList problems, List<string> unsupported)
    {
        List<ClientDeclaration> clients = [];
        HashSet<(string, string)> seen = [];
        foreach (var reader in root.Objects("clients"))
        {
            var client = Client(reader) with { Pool = DeclarationReader.Pool(reader, problems) };
            if (reader.Child("anonymous") is not null) unsupported.Add(reader.At("anonymous"));
            ClientRules.Check(client, reader.Path, problems);
            if (!seen.Add((client.Pool, client.ClientId))) problems.Add(reader.At("client_id"), "is the id of another client in this file");
            reader.Close();
            clients.Add(client);
        }
        return clients;
    }

    static ClientDeclaration Client(ObjectReader reader)
    {
        // What the record starts with are the defaults.
        ClientDeclaration fresh = new() { ClientId = reader.Required("client_id") };
        return fresh with
        {
            Secret = reader.Text("client_secret"),
            Name = reader.Text("client_name"),
            RedirectUris = reader.Texts("redirect_uris") ?? fresh.RedirectUris,
            PostLogoutRedirectUris = reader.Texts("post_logout_redirect_uris") ?? fresh.PostLogoutRedirectUris,
            BackchannelLogoutUri = reader.Text("backchannel_logout_uri"),
            GrantTypes = reader.Texts("grant_types") ?? fresh.GrantTypes,
            AuthMethod = reader.Text("token_endpoint_auth_method") ?? fresh.AuthMethod,
            TrustedIssuer = reader.Text("trusted_issuer"),
            TrustedSubject = reader.Text("trusted_subject"),
            Scope = reader.Text("scope") ?? fresh.Scope,
            IdTokenAlgorithm = reader.Text("id_token_signed_response_alg") ?? fresh.IdTokenAlgorithm,
            AllowedOrigins = reader.Texts("allowed_origins") ?? fresh.AllowedOrigins,
            Consent = reader.Text("consent") ?? fresh.Consent,
            LogoUri = reader.Text("logo_uri"),
            PolicyUri = reader.Text("policy_uri"),
            TosUri = reader.Text("tos_uri"),
            ClientUri = reader.Text("client_uri"),
        };
    }
}
