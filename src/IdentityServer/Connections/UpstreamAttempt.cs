namespace IdentityServer.Connections;

/// <summary>A login elsewhere that this browser has begun, on its way there and back.</summary>
/// <param name="State">Digest of the state in the URL.</param>
/// <param name="Tx">The authorization transaction that waits for it; null where nobody sent the person here.</param>
/// <param name="Verifier">RFC 7636 §4.1.</param>
/// <param name="NotBefore">The earliest proof of the person that will do; null where any does.</param>
/// <param name="MustSayWhen">The provider has to say when that was.</param>
internal sealed record UpstreamAttempt(string Pool, string Connection, string State, string? Tx, string Nonce, string Verifier, DateTimeOffset? NotBefore, bool MustSayWhen, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"a login at {Connection}";
}
