using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Connections;

/// <summary>Whether a provider really says that somebody has signed out there: Back-Channel Logout 1.0 §2.4, §2.6.</summary>
public static class UpstreamLogoutToken
{
    const string Event = "http://schemas.openid.net/event/backchannel-logout";
    const string Typ = "logout+jwt";

    // §2.4 recommends two minutes; that it came once has to be remembered for as long.
    static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <param name="keys">The provider's, found by the issuer that is configured.</param>
    /// <param name="algorithms">Those that the provider announces; none means that it does not say.</param>
    public static Result<LogoutNotice> Read(Jwt jwt, IVerificationKeys keys, Connection connection, IReadOnlyList<string> algorithms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jwt);
        ArgumentNullException.ThrowIfNull(connection);
        if (algorithms.Count > 0 && !algorithms.Contains(jwt.Algorithm.Name)) return Refused(nameof(JwtProblem.AlgorithmNotAllowed));
        // §2.4: the typ is recommended, not required.
        var typ = jwt.Typ is null ? null : jwt.Typ.EndsWith(Typ, StringComparison.OrdinalIgnoreCase) ? Typ : "JWT";
        var expectations = new JwtExpectations { Issuer = connection.Issuer, Audience = connection.ClientId, Typ = typ, MaxLifetime = LongestLife };
        if (JwtVerifier.Verify(jwt, keys, expectations, now) is { } problem) return Refused(problem.ToString());
        var claims = jwt.Payload;
        // §2.6 step 7: an ID token is none.
        if (claims.TryGetProperty("nonce"u8, out _)) return Refused("nonce");
        if (!claims.TryGetProperty("events"u8, out var events) || events.ValueKind != JsonValueKind.Object
            || !events.TryGetProperty(Event, out var happened) || happened.ValueKind != JsonValueKind.Object) return Refused("events");
        if (Text(claims, "jti") is not { } id) return Refused("jti");
        if (!TryText(claims, "sub", out var sub) || !TryText(claims, "sid", out var sid)) return Refused("sub or sid");
        var subject = UpstreamSubject.OfLogout(connection, sub);
        if (subject is null && sid is null) return Refused("neither sub nor sid that is ours");
        return new LogoutNotice(subject, sid, id, DateTimeOffset.FromUnixTimeSeconds((long)claims.GetProperty("exp"u8).GetDouble()));
    }

    static Refusal Refused(string detail) => new(Reason.LogoutTokenRefused, detail);

    /// <summary>False where it is there and no text that a session could have.</summary>
    static bool TryText(JsonElement claims, string name, out string? text)
    {
        text = Text(claims, name);
        return text is not null || !claims.TryGetProperty(name, out _);
    }

    static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && Ids.IsText(text) ? text : null;
}

/// <summary>A session at a provider is over.</summary>
/// <param name="Subject">Whose; null where only the session is named.</param>
/// <param name="Sid">Which; null for all of the subject.</param>
/// <param name="Id">The token's <c>jti</c>, which is accepted once.</param>
public sealed record LogoutNotice(string? Subject, string? Sid, string Id, DateTimeOffset ExpiresAt);
