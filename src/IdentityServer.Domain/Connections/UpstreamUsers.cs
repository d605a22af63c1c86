using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Connections;

/// <summary>
/// Whose user somebody is who has logged in elsewhere: connection and subject say it, and nothing else does. An e-mail address finds
/// nobody, whoever has verified it. OIDC Core §5.7.
/// </summary>
public sealed class UpstreamUsers(IUpstreamIdentityStore identities, IUserStore users, TimeProvider clock)
{
    public async ValueTask<Result<User>> ResolveAsync(Connection connection, UpstreamPerson person, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(person);
        var found = await identities.FindAsync(connection.PoolId, connection.Id, person.Subject, ct) ?? await JoinAsync(connection, person, ct);
        return found is null ? await CreateAsync(connection, person, ct) : await EnterAsync(connection, person, found, ct);
    }

    /// <summary>The one place that decides whether an unknown identity becomes somebody's who is here already. Nobody's, so far.</summary>
    static ValueTask<IdentityOfUser?> JoinAsync(Connection connection, UpstreamPerson person, CancellationToken ct) => default;

    async ValueTask<Result<User>> EnterAsync(Connection connection, UpstreamPerson person, IdentityOfUser found, CancellationToken ct)
    {
        var (identity, user) = found;
        if (identity.Issuer != connection.Issuer) return new Refusal(Reason.UpstreamUserRefused, "of another issuer");
        if (user.Disabled) return new Refusal(Reason.UpstreamUserRefused, "disabled");
        var now = clock.GetUtcNow();
        if (user.LockoutEnd > now) return new Refusal(Reason.UpstreamUserRefused, "locked");
        await identities.SeenAsync(connection.PoolId, connection.Id, person.Subject, person.SealedTokens, now, CancellationToken.None);
        return await RefreshAsync(user, person.Claims, now, ct);
    }

    async ValueTask<Result<User>> CreateAsync(Connection connection, UpstreamPerson person, CancellationToken ct)
    {
        var readable = $"{connection.Id}|{person.Subject}";
        var opaque = $"{connection.Id}|{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(person.Subject)))}";
        // Two subjects may differ in nothing that usernames tell apart, and an address may be somebody's: neither is a reason to turn anybody away.
        string[] usernames = UserNames.Problem(readable) is null ? [readable, opaque] : [opaque];
        string?[] addresses = person.Claims.Email is { } given ? [given, null] : [null];
        foreach (var username in usernames)
        {
            foreach (var email in addresses)
            {
                var user = New(connection, person, username, email);
                var record = AuditRecord.Of(clock, AuditAction.UserCreated, Actors.Connection(connection.Id), user.Id.Value, connection.OrganizationId, connection.PoolId);
                if (await identities.AddWithUserAsync(user, Identity(connection, person, user), record, CancellationToken.None)) return user;
                // Another browser, or another node, may have been faster.
                if (await identities.FindAsync(connection.PoolId, connection.Id, person.Subject, ct) is { } found) return await EnterAsync(connection, person, found, ct);
            }
        }
        return new Refusal(Reason.UpstreamUserRefused, "no name is free");
    }

    User New(Connection connection, UpstreamPerson person, string username, string? email)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            PoolId = connection.PoolId,
            Id = UserId.New(clock),
            Username = username,
            NormalizedUsername = UserNames.Normalize(username),
            Email = email,
            NormalizedEmail = email is null ? null : EmailAddresses.Normalize(email),
            EmailVerified = email is not null && person.Claims.EmailVerified,
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
            ConcurrencyStamp = Ids.NewUuid(clock),
            Claims = person.Claims.Claims,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    static UpstreamIdentity Identity(Connection connection, UpstreamPerson person, User user) => new()
    {
        PoolId = connection.PoolId,
        ConnectionId = connection.Id,
        Subject = person.Subject,
        Issuer = connection.Issuer,
        UserId = user.Id,
        SealedTokens = person.SealedTokens,
        CreatedAt = user.CreatedAt,
        LastSeenAt = user.CreatedAt,
    };

    /// <summary>Takes over what has changed there. An address that is somebody else's stays theirs, and one that was changed is as verified as the provider says.</summary>
    async ValueTask<User> RefreshAsync(User user, MappedClaims claims, DateTimeOffset now, CancellationToken ct)
    {
        var email = claims.Email is { } given && EmailAddresses.Normalize(given) != user.NormalizedEmail;
        var verified = claims is { Email: not null, EmailVerified: true } && !email && !user.EmailVerified;
        var profile = claims.Claims.Any(claim => !user.Claims.TryGetValue(claim.Key, out var old) || !JsonElement.DeepEquals(old, claim.Value));
        if (!email && !verified && !profile) return user;
        if (await SaveAsync(user, claims, email, now)) return user;
        // The address is taken, or somebody has changed the user meanwhile. Whatever it was, who they are is not in doubt.
        if (await users.FindAsync(user.PoolId, user.Id, ct) is not { } again) return user;
        return (profile || verified) && await SaveAsync(again, claims, false, now) ? again : await users.FindAsync(user.PoolId, user.Id, ct) ?? user;
    }

    ValueTask<bool> SaveAsync(User user, MappedClaims claims, bool email, DateTimeOffset now)
    {
        Dictionary<string, JsonElement> merged = new(user.Claims, StringComparer.Ordinal);
        foreach (var (name, value) in claims.Claims) merged[name] = value;
        user.Claims = merged;
        user.UpdatedAt = now;
        if (email) (user.Email, user.NormalizedEmail, user.EmailVerified) = (claims.Email, EmailAddresses.Normalize(claims.Email), claims.EmailVerified);
        else if (claims.EmailVerified && user.NormalizedEmail is not null && EmailAddresses.Normalize(claims.Email) == user.NormalizedEmail) user.EmailVerified = true;
        return users.SaveAsync(user, CancellationToken.None);
    }
}

/// <summary>Somebody as a provider vouches for them.</summary>
/// <param name="SealedTokens">What is kept of the provider's tokens; null leaves what is kept.</param>
public sealed record UpstreamPerson(string Subject, MappedClaims Claims, string? SealedTokens);
