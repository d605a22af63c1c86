using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Pools;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityServer.Protocol;

/// <summary>
/// A checked sign-out request on its way through our pages: sealed, so that a page can trust what comes back with it, and
/// without the ID token that it came with, which has no business in an address.
/// </summary>
internal sealed class LogoutRequests(IDataProtectionProvider protection, TimeProvider clock)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    // It is encrypted before anybody sees it, and an address must not grow for nothing.
    static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly IDataProtector protector = protection.CreateProtector("logout request");

    /// <param name="mayReturn">Whether the browser may go to the application's URI by itself, which is known while the session is there.</param>
    public string Seal(Pool pool, LogoutRequest request, bool mayReturn = false) =>
        protector.Protect(JsonSerializer.Serialize(new Sealed(pool.Id.Value, request, mayReturn, clock.GetUtcNow() + Lifetime), Layout));

    /// <summary>Null for anything but what <see cref="Seal"/> made for this pool half an hour ago at most.</summary>
    public LogoutRequest? Open(Pool pool, string? text) => OpenRest(pool, text)?.Request;

    /// <summary>The same, with whether the browser may return.</summary>
    public (LogoutRequest Request, bool MayReturn)? OpenRest(Pool pool, string? text)
    {
        if (text is null or { Length: > 8192 }) return null;
        try
        {
            return JsonSerializer.Deserialize<Sealed>(protector.Unprotect(text), Layout) is { } found && found.Pool == pool.Id.Value && clock.GetUtcNow() < found.ExpiresAt ? (found.Request, found.MayReturn) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    sealed record Sealed(string Pool, LogoutRequest Request, bool MayReturn, DateTimeOffset ExpiresAt);
}
