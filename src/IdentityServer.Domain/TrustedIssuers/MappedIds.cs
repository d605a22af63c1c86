using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>Which ids no claims of somebody else's may come to: those that our own clients, pools and issuers go by. RFC 9068 §2.2, RFC 9700 §4.15.</summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed class MappedIds(Pool root, IUserPoolStore pools)
{
    const int UuidLength = 36;

    /// <summary>A sentence that does not say the id; null for one that may be had.</summary>
    public async ValueTask<string?> ProblemAsync(string userId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(userId);
        if (ClientSubject.Names(userId)) return "The user id ends like the name of a client.";
        if (userId.StartsWith(root.Issuer, StringComparison.OrdinalIgnoreCase)) return "The user id begins with the issuer of this server.";
        if (userId.Equals(root.Id.Value, StringComparison.OrdinalIgnoreCase) || await BeginsWithPoolAsync(userId, ct)) return "The user id begins with the id of a user pool.";
        return null;
    }

    async ValueTask<bool> BeginsWithPoolAsync(string userId, CancellationToken ct)
    {
        if (userId.Length < UuidLength || !Guid.TryParseExact(userId.AsSpan(0, UuidLength), "D", out var id)) return false;
        return await pools.FindAsync(new(id.ToString()), ct) is not null;
    }
}
