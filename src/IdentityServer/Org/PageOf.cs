using IdentityServer.Domain.Protocol;
using IdentityServer.Management;

namespace IdentityServer.Org;

/// <summary>A part of a long list: so many after the one named last. One more than asked for says whether there are others.</summary>
internal sealed record PageOf(int Limit, string? After)
{
    const int Usual = 100;
    const int Most = 500;

    public int Asked => Limit + 1;

    public static Problem? Read(int? limit, string? after, out PageOf page)
    {
        page = new(limit ?? Usual, after);
        if (limit is < 1 or > Most) return new(Reason.ArgumentMalformed, "limit", $"It has to be 1 to {Most}.");
        return after is { Length: > 255 } ? new(Reason.ArgumentMalformed, "after") : null;
    }

    /// <summary>What is shown of it, and the id to go on from.</summary>
    public (IEnumerable<T> Shown, string? Next) Cut<T>(IReadOnlyList<T> found, Func<T, string> id) =>
        (found.Take(Limit), found.Count > Limit ? id(found[Limit - 1]) : null);
}
