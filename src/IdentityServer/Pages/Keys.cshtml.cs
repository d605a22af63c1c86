using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Protocol;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the key page shows: nothing that a reader of the JWK set who came by every day would not know, and the plan.</summary>
/// <param name="MaxAge">How long the JWK set may be kept now.</param>
/// <param name="Published">Keys in the JWK set.</param>
sealed record KeysView(string JwksUri, DateTimeOffset Now, TimeSpan MaxAge, int Published, IReadOnlyList<KeyBandView> Bands, IReadOnlyList<KeyLine> Lines)
{
    public static readonly KeysView Blank = new("", DateTimeOffset.MinValue, TimeSpan.Zero, 0, [], []);

    public static KeysView Of(KeyRing ring, string issuer, DateTimeOffset now)
    {
        var bands = KeyTimeline.Draw(ring.Keys, ring.Policies, now).Select(band => Band(ring, band, now)).ToList();
        var shown = bands.SelectMany(band => band.Drawing.Rows).Select(row => row.Kid).ToHashSet();
        // Names that have left the set and the drawing are of no use to anybody.
        var lines = bands.SelectMany(band => ring.Keys.Where(key => key.Algorithm == band.Drawing.Algorithm && (key.IsPublic || shown.Contains(key.Kid)))
            .OrderByDescending(key => key.Generation).Select(key => KeyLine.Of(key, band.Plan)));
        return new(issuer + "/.well-known/jwks.json", now, TimeSpan.FromSeconds(ring.MaxAge(now)), ring.Keys.Count(key => key.IsPublic), bands, [.. lines]);
    }

    static KeyBandView Band(KeyRing ring, TimelineBand band, DateTimeOffset now)
    {
        var policy = ring.Policies.FirstOrDefault(policy => policy.Algorithm == band.Algorithm);
        return new(band, KeyPlan.Of(ring.Keys, band.Algorithm, policy, now), policy?.Interval, policy?.AnnounceBefore);
    }
}

/// <summary>One algorithm: its drawing, and what is said about it.</summary>
/// <param name="Interval">How long a key signs; null where no new keys are made.</param>
/// <param name="AnnounceBefore">How long the next is public before.</param>
sealed record KeyBandView(TimelineBand Drawing, KeyPlan Plan, TimeSpan? Interval, TimeSpan? AnnounceBefore);

/// <summary>One key in the table. Times are null where there are none yet.</summary>
/// <param name="Look">The name of its state, for the stylesheet.</param>
/// <param name="SignsWord">Whether it signs from then on, since then, or did so until it retired.</param>
/// <param name="LeavesPlanned">That <paramref name="Leaves"/> lies ahead.</param>
sealed record KeyLine(string Kid, string Algorithm, string State, string Look, DateTimeOffset PublicSince,
    DateTimeOffset? Signs, string SignsWord, DateTimeOffset? Leaves, bool LeavesPlanned)
{
    public static KeyLine Of(SigningKey key, KeyPlan plan)
    {
        var state = key.State switch
        {
            KeyState.Announced => "Announced: does not sign yet",
            KeyState.Active => "Signs",
            KeyState.Retired => "Retired: public for the tokens it signed",
            KeyState.Withdrawn => "Withdrawn: its tokens have expired",
            _ => "Revoked: nothing it signed counts",
        };
        return new(key.Kid, key.Algorithm, state, key.State.ToString().ToLowerInvariant(), KeyLife.PublicSince(key),
            key.ActivatedAt ?? (key == plan.Successor ? plan.TakeOverAt : null), key.ActivatedAt is null ? "from" : key.RetiredAt is null ? "since" : "signed from", key.WithdrawnAt ?? key.WithdrawAt, key.WithdrawnAt is null);
    }
}

/// <summary>The signing keys, as anybody may see them: <c>/keys</c>. From memory, like the JWK set itself.</summary>
[NeedsNoSession]
sealed class KeysModel(IKeyRings rings, RefusalWriter refusals, TimeProvider clock) : PageModel
{
    public KeysView View { get; set; } = KeysView.Blank;

    public async Task<IActionResult> OnGetAsync()
    {
        var pool = HttpContext.Pool();
        if (rings.Find(pool.Id) is { } ring)
        {
            View = KeysView.Of(ring, pool.Issuer, clock.GetUtcNow());
            return Page();
        }
        await ErrorPages.ShowAsync(HttpContext, refusals, "page", Reason.KeysUnavailable, null);
        return new EmptyResult();
    }
}
