using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Grants;

/// <summary>grant_type=client_credentials: a confidential client acts for itself. RFC 6749 §4.4; no ID token, no refresh token (§4.4.3).</summary>
public sealed class ClientCredentialsGrant : IGrant
{
    public string Type => GrantTypes.ClientCredentials;

    public ValueTask<Result<TokenGrant>> RedeemAsync(TokenRequest request, CancellationToken ct) => new(Redeem(request));

    static Result<TokenGrant> Redeem(TokenRequest request)
    {
        // RFC 6749 §4.4: only confidential clients.
        if (request.Client.IsPublic) return Reason.GrantNotAllowed;
        if (!OwnScope.Choose(request).Try(out var scope, out var no)) return no;
        return request.Audience(scope, []).Try(out var audience, out no) ? new TokenGrant { Audience = audience } : no;
    }
}
