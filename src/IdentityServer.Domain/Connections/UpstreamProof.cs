using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Connections;

/// <summary>When the user last proved at a provider who they are: OIDC Core §2 <c>auth_time</c>, §3.1.2.1 <c>max_age</c> and <c>prompt</c>.</summary>
public static class UpstreamProof
{
    /// <summary>The earliest proof that will do; null where any does.</summary>
    /// <param name="startedAt">When the user was sent to the provider.</param>
    public static DateTimeOffset? NotBefore(Prompts prompts, TimeSpan? maxAge, DateTimeOffset startedAt) =>
        prompts.HasFlag(Prompts.Login) ? startedAt
        : maxAge is { } age ? startedAt - DateTimeOffset.UnixEpoch > age ? startedAt - age : DateTimeOffset.UnixEpoch
        : null;

    /// <summary>
    /// The provider's word, never ahead of our clock. Where it says nothing it is now; but to max_age it has to say something, or we
    /// would pass on as fresh what nobody knows the age of: §2.
    /// </summary>
    /// <param name="mustSay">max_age was asked for.</param>
    public static Result<DateTimeOffset> AuthTime(JsonElement claims, DateTimeOffset? notBefore, bool mustSay, DateTimeOffset now)
    {
        if (!claims.TryGetProperty("auth_time"u8, out var value)) return mustSay ? new Refusal(Reason.UpstreamProofStale, "no auth_time") : now;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and < 253402300799)) return new Refusal(Reason.UpstreamIdTokenRefused, "auth_time");
        var proven = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        if (proven > now) proven = now;
        return notBefore is { } earliest && proven < earliest - JwtExpectations.MaxSkew ? Reason.UpstreamProofStale : proven;
    }
}
