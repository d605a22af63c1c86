using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Protocol;
using IdentityServer.Keys;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;
using Microsoft.Net.Http.Headers;

namespace IdentityServer.Protocol;

/// <summary>GET /.well-known/jwks.json, from memory: RFC 7517 §5.</summary>
internal sealed class JwksEndpoint(KeyRings rings, JwksReaders readers, RefusalWriter refusals, TimeProvider clock)
{
    /// <summary>One text for each number of seconds.</summary>
    static readonly string[] CacheControl = [.. Enumerable.Range(0, 1 + (int)KeyTimes.MaxAge.TotalSeconds).Select(seconds => $"public, max-age={seconds}")];

    public async Task HandleAsync(HttpContext http)
    {
        if (rings.Find(http.Pool().Id) is not { } ring)
        {
            await refusals.WriteAsync(http, "jwks", Reason.KeysUnavailable);
            return;
        }
        var now = clock.GetUtcNow();
        var response = http.Response;
        // A node that is cut off from the database does not know what is coming: nobody is to rely on its copy for long.
        response.Headers.CacheControl = CacheControl[rings.IsConfirmed ? ring.MaxAge(now) : (int)KeyTimes.ShortestMaxAge.TotalSeconds];
        response.Headers.ETag = ring.ETag;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.XContentTypeOptions = "nosniff";
        // Who asks for the headers alone does not read the keys.
        if (HttpMethods.IsGet(http.Request.Method)) readers.Note(http, ring, now);
        if (IsKnown(http.Request.GetTypedHeaders().IfNoneMatch, ring.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = "application/json";
        response.ContentLength = ring.JwksJson.Length;
        await response.BodyWriter.WriteAsync(ring.JwksJson, http.RequestAborted);
    }

    /// <summary>RFC 9110 §13.1.2: a list, compared weakly, because a proxy that compresses makes our tag a weak one; or anything at all.</summary>
    static bool IsKnown(IList<EntityTagHeaderValue> tags, string current)
    {
        foreach (var tag in tags)
            if (tag.Tag == current || tag.Equals(EntityTagHeaderValue.Any)) return true;
        return false;
    }
}
