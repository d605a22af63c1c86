using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Pools;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityServer.Connections;

/// <summary>
/// Logins elsewhere that are under way. Each is a sealed cookie of the browser that began it, named for its state, so that tabs do
/// not disturb each other and an answer opens nothing in another browser: RFC 9700 §4.7.1.
/// </summary>
internal sealed class UpstreamAttempts(IDataProtectionProvider protection, Cookies cookies, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // A page that opens one login after the other must not fill the browser's header for us.
    const int MostAtOnce = 8;

    readonly IDataProtector protector = protection.CreateProtector("login elsewhere");
    readonly string prefix = cookies.Name("idp-login-");

    public (Handle State, UpstreamAttempt Attempt) Begin(HttpContext http, Connection connection, string? tx, DateTimeOffset? notBefore, bool mustSayWhen)
    {
        var under = http.Request.Cookies.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        if (under.Length >= MostAtOnce)
            foreach (var name in under) cookies.Expire(http, name);

        var state = Handle.New();
        UpstreamAttempt attempt = new(http.Pool().Id.Value, connection.Id, state.Digest.Value, tx, Handle.New().Reveal(), Handle.New().Reveal(), notBefore, mustSayWhen, clock.GetUtcNow() + Lifetime);
        cookies.Set(http, NameOf(state), protector.Protect(JsonSerializer.Serialize(attempt)), Lifetime);
        return (state, attempt);
    }

    /// <summary>What this browser has begun under this state, however long ago and wherever to; null for anything else.</summary>
    public UpstreamAttempt? Find(HttpContext http, Handle state)
    {
        if (http.Request.Cookies[NameOf(state)] is not { Length: < 4096 } text) return null;
        try
        {
            return JsonSerializer.Deserialize<UpstreamAttempt>(protector.Unprotect(text)) is { } attempt && attempt.State == state.Digest.Value ? attempt : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Forget(HttpContext http, Handle state) => cookies.Expire(http, NameOf(state));

    string NameOf(Handle state) => prefix + state.Digest.Value[..16];
}
