using IdentityServer.Domain.Audit;

namespace IdentityServer.Storage.Audit;

internal sealed class KeptAnswers(Archive archive) : IKeptAnswers
{
    public ValueTask<KeptAnswer?> FindAsync(string organizationId, HandleDigest key, CancellationToken ct) =>
        archive.ReadSystemWideAsync((context, token) =>
            context.KeptAnswers.AsNoTracking().FirstOrDefaultAsync(answer => answer.OrganizationId == organizationId && answer.Key == key, token), ct);
}
