namespace IdentityServer.Domain.Tests.Configuration;

/// <summary>The file of the product description, with values in the place of its dots.</summary>
static class Example
{
    public static readonly string[] Secrets = ["member-password-1", "0123456789abcdef0123456789abcdef", "client-secret-123456", "alice-password-1", "upstream-secret-1"];

    public const string Json = """
        { "organization": { "name": "Acme" },
          "members": [ { "email": "admin@acme.test", "password": "member-password-1", "role": "Admin" } ],
          "apiKeys": [ { "name": "ci", "key": "idp_ak_0123456789abcdef0123456789abcdef", "role": "Admin" } ],
          "userPools": [ { "id": "0197f5b0-0000-7000-8000-000000000001", "name": "WebAppUsers", "authorization": { "jwksUri": "https://a.example/jwks", "idClaim": "sub" } } ],
          "sdkClients": [ { "id": "0197f5b0-0000-7000-8000-000000000002", "name": "CoolService", "kind": { "application": { "userPoolId": "0197f5b0-0000-7000-8000-000000000001" } } } ],
          "clients": [ { "client_id": "web", "client_secret": "client-secret-123456", "client_name": "Web", "pool": "default", "redirect_uris": ["https://web.example/cb"], "post_logout_redirect_uris": [],
                         "backchannel_logout_uri": null, "grant_types": ["authorization_code","refresh_token"], "token_endpoint_auth_method": "client_secret_basic",
                         "scope": "openid profile email offline_access", "id_token_signed_response_alg": "RS256", "allowed_origins": ["https://web.example"], "consent": "implicit",
                         "anonymous": { "gate": "verifier" } } ],
          "resources": [ { "resource": "https://api.acme.test", "scopes": ["cart"], "access_token_signing_alg": "ES256" } ],
          "users": [ { "pool": "default", "username": "alice", "email": "alice@acme.test", "email_verified": true, "password": "alice-password-1",
                       "claims": { "name": "Alice", "address": { "locality": "Bern" }, "phone_number_verified": false, "website": "https://alice.example" } } ],
          "serviceClients": [ { "clientId": "sc_1", "name": "s" } ],
          "connections": [ { "connectionId": "google", "type": "OIDC", "issuerUrl": "https://sso.example", "clientId": "us", "clientSecret": "upstream-secret-1", "linkingConfiguration": { "type": "EXPLICIT" } } ],
          "trustedIssuers": [ { "issuer": "https://i.example", "audience": "us", "userIdExpression": "{sub}", "jwksUri": null, "roles": { "repo:acme/site|main": "ReadOnly" } } ] }
        """;
}
