using System.Net;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Signals;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Users;
using Microsoft.AspNetCore.Identity;

namespace IdentityServer.Account;

/// <summary>What came of a username and a password.</summary>
internal enum SignInOutcome
{
    Proven,

    /// <summary>Unknown, wrong, locked or disabled: the outside cannot tell which.</summary>
    Refused,

    /// <summary>Too many hashes are being computed; try again.</summary>
    Busy,
}

/// <summary>
/// Checks a password through ASP.NET Core Identity. Guesses at one account are judged one after the other, so that a
/// burst cannot outrun the lockout; hashing as a whole is capped, so that it cannot starve the rest. Every outcome costs
/// one hash: ASVS 6.3.8, NIST SP 800-63B-4 §3.2.2.
/// </summary>
internal sealed class SignIn(UserManager<User> users, IUserStore<User> store, PoolOfScope scope, SignInGates gates, TimeProvider clock)
{
    public const int MostFailures = 5;

    // No password that may be set is longer, however it was typed; a megabyte is not worth a hash.
    const int LongestEntry = 4 * PasswordPolicy.LongestLength;

    public static readonly TimeSpan LockoutFor = TimeSpan.FromMinutes(10);

    public async Task<(SignInOutcome Outcome, User? User)> CheckAsync(PoolId pool, string? username, string? password, IPAddress? address, CancellationToken ct)
    {
        scope.Id = pool;
        // Identity's normaliser decides which spellings are one account, and the gate is by that account.
        var name = username is { Length: > 0 and <= 256 } ? users.NormalizeName(username) ?? "" : "";
        await using var gate = await gates.EnterAsync(pool == PoolId.Default ? name : $"{pool} {name}", address, ct);
        if (gate is null) return (SignInOutcome.Busy, null);

        var user = name.Length == 0 ? null : await users.FindByNameAsync(username!) ?? await users.FindByEmailAsync(username!);
        var outcome = await JudgeAsync(user, password ?? "");
        Signals.SignedIn(outcome ? "proven" : "refused");
        return outcome ? (SignInOutcome.Proven, user) : (SignInOutcome.Refused, null);
    }

    async Task<bool> JudgeAsync(User? user, string password)
    {
        if (password.Length > LongestEntry) password = "";
        var held = user is not { PasswordHash: not null } || user.Disabled || user.LockoutEnd > clock.GetUtcNow();
        if (held || password.Length == 0)
        {
            gates.HashForNobody(password);
            return false;
        }
        if (await users.CheckPasswordAsync(user!, PasswordPolicy.Composed(password)))
        {
            if (user!.AccessFailedCount > 0) await users.ResetAccessFailedCountAsync(user);
            return true;
        }
        await CountFailureAsync((IUserLockoutStore<User>)store, user!);
        return false;
    }

    /// <summary>As UserManager has it, but by our clock, and without writing the whole row once more: the store counts at once.</summary>
    async Task CountFailureAsync(IUserLockoutStore<User> lockouts, User user)
    {
        if (await lockouts.IncrementAccessFailedCountAsync(user, CancellationToken.None) < MostFailures) return;
        await lockouts.SetLockoutEndDateAsync(user, clock.GetUtcNow() + LockoutFor, CancellationToken.None);
        await lockouts.ResetAccessFailedCountAsync(user, CancellationToken.None);
    }
}
