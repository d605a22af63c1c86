using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Pools;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityServer.Protocol;

/// <summary>
/// The token of the provider before, which a page of the client posts with an authorization request. The POST of another site
/// comes without our cookies, so nobody knows there who is signed in: what was proved goes, sealed, into a cookie for the
/// redirect that follows, and that one begins the session. The token itself goes nowhere.
/// </summary>
internal sealed partial class CutoverRequests(Cutover law, BrowserSession browser, Cookies cookies, IDataProtectionProvider protection, TimeProvider clock, ILogger<CutoverRequests> log)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    readonly IDataProtector protector = protection.CreateProtector("cut-over");

    /// <param name="waiting">The transaction of the request that brought the token.</param>
    public async ValueTask AdmitAsync(HttpContext http, Client client, string token, Handle waiting)
    {
        var pool = http.Pool();
        var origin = http.Request.Headers.Origin is [{ } one] ? one : null;
        var (pass, problem, detail) = await law.AdmitAsync(pool, client, origin, token, http.RequestAborted);
        if (pass is null)
        {
            NotTaken(client.Id.Value, problem, detail ?? "", http.TraceIdentifier);
            return;
        }
        var note = JsonSerializer.Serialize(new Note(pool.Id.Value, waiting.Digest.Value, pass, clock.GetUtcNow() + Lifetime));
        cookies.Set(http, cookies.Cutover(pool), protector.Protect(note), Lifetime);
    }

    /// <summary>Begins the session, where nobody is signed in. Whatever comes of it, the request goes on.</summary>
    public async ValueTask EnterAsync(HttpContext http, AuthorizeTransaction transaction)
    {
        var pool = http.Pool();
        var name = cookies.Cutover(pool);
        if (http.Request.Cookies[name] is not { } text) return;
        cookies.Expire(http, name);
        if (Open(text) is not { } note || note.Pool != pool.Id.Value || note.Transaction != transaction.Digest.Value || note.ExpiresAt <= clock.GetUtcNow()) return;

        var (user, problem) = await law.EnterAsync(pool, note.Pass, await browser.FindAsync(http), http.RequestAborted);
        if (user is null)
        {
            if (problem != CutoverProblem.IsSignedIn) NotTaken(transaction.ClientId.Value, problem, note.Pass.IssuerId, http.TraceIdentifier);
            return;
        }
        await browser.BeginAsync(http, user, new() { Amr = AuthenticationContext.AmrFederated, AuthTime = note.Pass.AuthTime }, CancellationToken.None);
        Taken(transaction.ClientId.Value, note.Pass.IssuerId, http.TraceIdentifier);
    }

    Note? Open(string text)
    {
        if (text.Length > 4096) return null;
        try
        {
            return JsonSerializer.Deserialize<Note>(protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 1411, Level = LogLevel.Information, Message = "A browser came in with a token of the trusted issuer {Issuer} for {Client} ({Correlation})")]
    partial void Taken(string client, string issuer, string correlation);

    [LoggerMessage(EventId = 1412, Level = LogLevel.Information, Message = "The trusted_token that a page of {Client} posted begins no session: {Problem} {Detail} ({Correlation})")]
    partial void NotTaken(string client, CutoverProblem problem, string detail, string correlation);

    sealed record Note(string Pool, string Transaction, CutoverPass Pass, DateTimeOffset ExpiresAt);
}
