using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Grants;

/// <summary>One grant_type: it proves one thing; everything that grants share is the pipeline's. RFC 6749 §1.3.</summary>
public interface IGrant
{
    string Type { get; }

    ValueTask<Result<TokenGrant>> RedeemAsync(TokenRequest request, CancellationToken ct);
}
