using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Users;
using IdentityServer.Pools;

namespace IdentityServer.Sessions;

/// <summary>The session of the browser that asks: read from its cookie, begun at sign-in, ended at logout.</summary>
internal sealed class BrowserSession(ISessionStore sessions, Cookies cookies, TimeProvider clock)
{
    /// <summary>The live session, or null. A cookie that is wrong in any way counts as none.</summary>
    public async ValueTask<SessionOfUser?> FindAsync(HttpContext http)
    {
        if (http.Items.TryGetValue(typeof(BrowserSession), out var known)) return (SessionOfUser?)known;
        var session = await ReadAsync(http);
        http.Items[typeof(BrowserSession)] = session;
        return session;
    }

    /// <summary>
    /// The user has proved who they are. The same user in the same browser keeps the <c>sid</c> under a new handle; anybody
    /// else's session ends first. The cookie's value is always new: CWE-384.
    /// </summary>
    public async ValueTask<Session> BeginAsync(HttpContext http, User user, SignInProof proof, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var handle = Handle.New();
        var pool = http.Pool();
        var before = await FindAsync(http);
        Session? session = null;
        if (before is not null && before.User.Id == user.Id)
        {
            var old = before.Session;
            session = NewSession(pool.Id, old.Id, handle, user, proof, now, old.CreatedAt);
            if (!await sessions.RenewAsync(session, old.Digest, ct)) session = null;
        }
        else if (before is not null)
        {
            await sessions.EndAsync(pool.Id, before.Session.Id, now, ct);
        }
        if (session is null)
        {
            session = NewSession(pool.Id, SessionId.New(clock), handle, user, proof, now, now);
            await sessions.AddAsync(session, ct);
        }
        cookies.Set(http, cookies.Session(pool), handle.Reveal(), SessionLifetime.Absolute);
        http.Items[typeof(BrowserSession)] = new SessionOfUser(session, user);
        return session;
    }

    public async ValueTask EndAsync(HttpContext http)
    {
        var pool = http.Pool();
        if (await FindAsync(http) is { } live) await sessions.EndAsync(pool.Id, live.Session.Id, clock.GetUtcNow(), CancellationToken.None);
        cookies.Expire(http, cookies.Session(pool));
        http.Items[typeof(BrowserSession)] = null;
    }

    async ValueTask<SessionOfUser?> ReadAsync(HttpContext http)
    {
        var pool = http.Pool();
        if (!Handle.TryParse(http.Request.Cookies[cookies.Session(pool)], out var handle)) return null;
        if (await sessions.FindAsync(pool.Id, handle.Digest, http.RequestAborted) is not { } found) return null;
        var now = clock.GetUtcNow();
        if (!SessionLifetime.IsLive(found.Session, found.User, now)) return null;
        if (now - found.Session.LastSeenAt > SessionLifetime.TouchEvery)
            await sessions.TouchAsync(pool.Id, found.Session.Id, now, http.RequestAborted);
        return found;
    }

    static Session NewSession(PoolId pool, SessionId id, Handle handle, User user, SignInProof proof, DateTimeOffset now, DateTimeOffset createdAt) => new()
    {
        PoolId = pool,
        Id = id,
        Digest = handle.Digest,
        UserId = user.Id,
        SecurityStamp = user.SecurityStamp,
        AuthTime = proof.AuthTime ?? now,
        Amr = proof.Amr,
        ConnectionId = proof.ConnectionId,
        UpstreamSubject = proof.Subject,
        UpstreamSid = proof.Sid,
        CreatedAt = createdAt,
        LastSeenAt = now,
        ExpiresAt = now + SessionLifetime.Absolute,
    };
}
