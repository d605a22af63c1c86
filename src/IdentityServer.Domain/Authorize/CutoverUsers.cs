using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Authorize;

/// <summary>The users whom a cut-over brings: under the very id that the trusted issuer's expression makes, so that nothing that knows them has to change.</summary>
public sealed class CutoverUsers(IUserStore users, IAuditLog audit, TimeProvider clock)
{
    public ValueTask<User?> FindAsync(Pool pool, CutoverPass pass, CancellationToken ct) => users.FindAsync(pool.Id, pass.UserId, ct);

    /// <summary>A new one, or the one that somebody else has made meanwhile; it has no password.</summary>
    public async ValueTask<User?> AddAsync(Pool pool, TrustedIssuer issuer, CutoverPass pass, CancellationToken ct)
    {
        // A name or an address that somebody has already stays theirs, and keeps nobody out.
        foreach (var (username, email) in Names(pass))
        {
            var user = NewUser(pool, pass, username, email);
            if (await users.AddAsync(user, ct))
            {
                await audit.AppendAsync(AuditRecord.Of(clock, AuditAction.UserCreated, Actors.Trusted(issuer.Id, pass.UserId.Value), pass.UserId.Value, issuer.OrganizationId, pool.Id,
                    details: [("username", username), ("trustedIssuer", issuer.Id)]), ct);
                return user;
            }
            if (await users.FindAsync(pool.Id, pass.UserId, ct) is { } there) return there;
        }
        return null;
    }

    IEnumerable<(string Username, string? Email)> Names(CutoverPass pass)
    {
        var id = pass.UserId.Value;
        var isAddress = id.Contains('@', StringComparison.Ordinal);
        // Signing in looks for usernames before addresses: who is named like somebody's address would stand in their way.
        var mayBeNamed = UserNames.Problem(id) is null && (!isAddress || (pass.Email is { } own && EmailAddresses.Normalize(own) == UserNames.Normalize(id)));
        if (mayBeNamed) yield return (id, pass.Email);
        if (mayBeNamed && pass.Email is not null && !isAddress) yield return (id, null);
        var other = Ids.NewUuid(clock);
        if (pass.Email is not null) yield return (other, pass.Email);
        yield return (other, null);
    }

    User NewUser(Pool pool, CutoverPass pass, string username, string? email)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            PoolId = pool.Id,
            Id = pass.UserId,
            Username = username,
            NormalizedUsername = UserNames.Normalize(username),
            Email = email,
            NormalizedEmail = email is null ? null : EmailAddresses.Normalize(email),
            EmailVerified = email is not null && pass.EmailVerified,
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
            ConcurrencyStamp = Ids.NewUuid(clock),
            Claims = pass.Name is { } name ? new() { ["name"] = JsonSerializer.SerializeToElement(name) } : new Dictionary<string, JsonElement>(),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
