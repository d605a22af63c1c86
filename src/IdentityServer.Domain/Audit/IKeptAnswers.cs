using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Audit;

/// <summary>Answers kept for callers that ask again.</summary>
public interface IKeptAnswers
{
    ValueTask<KeptAnswer?> FindAsync(string organizationId, HandleDigest key, CancellationToken ct);
}
