using System.Collections.Concurrent;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Setup;
using IdentityServer.Startup;
using IdentityServer.Storage;

namespace IdentityServer.Pools;

/// <summary>
/// Finds the pool of a request before anything else looks at its path. Below <c>/pools/{id}</c> a hosted pool has the
/// endpoints and pages that the root's has at the root; that much of the path becomes its base, and nothing behind this
/// sees a difference. Every other path is the root's, at no cost.
/// </summary>
internal sealed class PoolRequests(Pool root, IPoolDirectory pools, IKeyRings rings, Readiness readiness, ProtocolCors cors, RefusalWriter refusals)
{
    /// <summary>What a pool has. The rest of the server is there once.</summary>
    static readonly PathString[] served = ["/connect", "/.well-known", "/account", "/consent", "/keys", ErrorPages.Path];

    /// <summary>What its pages are drawn with.</summary>
    static readonly PathString[] drawn = ["/idp.css", "/favicon.svg", "/guilloche.svg"];

    /// <summary>For the time in which the database is away: a pool's keys are published all the same.</summary>
    readonly ConcurrentDictionary<PoolId, Pool> known = new();

    public Task EnterAsync(HttpContext http, RequestDelegate next)
    {
        http.Features.Set(root);
        return PoolPath.Read(http.Request.Path.Value) is var (id, below) ? EnterAsync(http, id, below, next) : next(http);
    }

    async Task EnterAsync(HttpContext http, string id, string below, RequestDelegate next)
    {
        var request = http.Request;
        // First, so that whatever goes wrong is said in the language of the endpoint.
        (var before, request.PathBase, request.Path) = (request.PathBase, request.PathBase.Add(PoolDirectory.Path + id), below);
        if (readiness.StartupProblem is not null)
        {
            await RefuseAsync(http, Reason.KeysUnavailable);
            return;
        }
        if (!Ids.IsUuid(id) || await FindAsync(new(id), http.RequestAborted) is not { } pool)
        {
            // The page that says so is drawn with what is at the root.
            request.PathBase = before;
            await RefuseAsync(http, Reason.RouteUnknown);
            return;
        }
        http.Features.Set(pool);
        if (drawn.Contains(request.Path)) await next(http);
        else if (!Array.Exists(served, path => request.Path.StartsWithSegments(path))) await RefuseAsync(http, Reason.RouteUnknown);
        else if (await rings.OpenAsync(pool.Id, http.RequestAborted) is not null) await next(http);
        else if (!ProtocolCors.Covers(request.Path) || !ProtocolCors.IsOfPage(request) || !await cors.AnswersAsync(http, pool)) await RefuseAsync(http, Reason.KeysUnavailable);
    }

    async ValueTask<Pool?> FindAsync(PoolId id, CancellationToken ct)
    {
        try
        {
            if (await pools.FindAsync(id, ct) is { } pool)
            {
                if (known.GetValueOrDefault(id) != pool) known[id] = pool;
                return pool;
            }
            known.TryRemove(id, out _);
            return null;
        }
        catch (StorageUnavailableException) when (known.TryGetValue(id, out var last))
        {
            return last;
        }
    }

    Task RefuseAsync(HttpContext http, Reason reason) =>
        !Faults.WantsPage(http.Request) ? refusals.WriteAsync(http, "pool", reason)
        : reason == Reason.RouteUnknown ? ErrorPages.NotFoundAsync(http)
        : ErrorPages.ShowAsync(http, refusals, "pool", reason, null);
}
