using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using Microsoft.Net.Http.Headers;

namespace IdentityServer.Management;

/// <summary>
/// Optimistic concurrency: an answer carries the version as its <c>ETag</c>, a change may name it in <c>If-Match</c> and
/// is refused where somebody else was faster. RFC 9110 §8.8.3, §13.1.1.
/// </summary>
internal static class Versions
{
    /// <summary>The version that the caller means, null for whichever it is.</summary>
    public static Result<Wanted> Of(HttpContext http)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0 || header is ["*"]) return new Wanted(null);
        // Weak tags never match here: §13.1.1 asks for the strong comparison.
        return header is [{ } one] && EntityTagHeaderValue.TryParse(one, out var tag) && !tag.IsWeak ? new Wanted(tag.Tag.AsSpan().Trim('"').ToString()) : Reason.VersionMalformed;
    }

    public static void Show(HttpContext http, string version) => http.Response.Headers.ETag = $"\"{version}\"";

    /// <summary>Why nothing was done; null where it was.</summary>
    /// <param name="missing">What there is none of.</param>
    /// <param name="refused">The rule that stands in the way.</param>
    public static Refusal? Refusal(this Outcome outcome, Reason missing, Reason refused) => outcome switch
    {
        Outcome.Done => (Refusal?)null,
        Outcome.Missing => Domain.Protocol.Refusal.FromReason(missing),
        Outcome.Stale => Domain.Protocol.Refusal.FromReason(Reason.VersionStale),
        _ => Domain.Protocol.Refusal.FromReason(refused),
    };
}

/// <param name="Version">Null for whichever it is.</param>
internal sealed record Wanted(string? Version)
{
    public bool Allows(string version) => Version is null || Version == version;
}
