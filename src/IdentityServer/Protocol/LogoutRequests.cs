using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Sessions;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityServer.Protocol;

/// <summary>A judged logout on its way through the question page: sealed, so that the page can trust what comes back with it.</summary>
internal sealed class LogoutRequests(IDataProtectionProvider protection)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("logout request").ToTimeLimitedDataProtector();

    public string Seal(LogoutPlan plan) => protector.Protect(JsonSerializer.Serialize(plan), Lifetime);

    /// <summary>Null for anything but what <see cref="Seal"/> made half an hour ago at most.</summary>
    public LogoutPlan? Open(string? text)
    {
        if (text is null or { Length: > 8192 }) return null;
        try
        {
            return JsonSerializer.Deserialize<LogoutPlan>(protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
