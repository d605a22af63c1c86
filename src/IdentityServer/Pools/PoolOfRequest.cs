using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Pools;

/// <summary>What a request is for, as <see cref="PoolRequests"/> found it.</summary>
internal static class PoolOfRequest
{
    public static Pool Pool(this HttpContext http) =>
        http.Features.Get<Pool>() ?? throw new InvalidOperationException("Nobody has looked for the pool of this request.");

    /// <summary>Where a person goes who was not sent by an application. A pool has no landing page; what is public of it are its keys.</summary>
    public static string FrontPage(this HttpContext http) => http.Pool().Id == PoolId.Default ? "/" : "/keys";
}
