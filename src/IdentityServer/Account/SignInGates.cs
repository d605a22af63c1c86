using System.Security.Cryptography;

namespace IdentityServer.Account;

/// <summary>One guess at a time per account, and a bounded number of password hashes at a time in all.</summary>
internal sealed class SignInGates(PasswordHashes hashes) : IDisposable
{
    const int Stripes = 1024;
    const int MostWaiting = 200;

    readonly SemaphoreSlim[] accounts = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];
    readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount));
    readonly Lazy<string> nobody = new(() => hashes.Hash(RandomNumberGenerator.GetHexString(32)));
    int waiting;

    /// <summary>Null where too many are waiting already.</summary>
    public async ValueTask<Gate?> EnterAsync(string account, CancellationToken ct)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }
        var own = accounts[(uint)StringComparer.Ordinal.GetHashCode(account) % Stripes];
        try
        {
            await own.WaitAsync(ct);
            try
            {
                await hashing.WaitAsync(ct);
            }
            catch
            {
                own.Release();
                throw;
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
        return new(own, hashing);
    }

    /// <summary>What a hash costs, where there is nothing to compare with.</summary>
    public void HashForNobody(string password) => hashes.Verify(nobody.Value, password);

    public void Dispose()
    {
        hashing.Dispose();
        foreach (var account in accounts) account.Dispose();
    }

    internal sealed class Gate(SemaphoreSlim own, SemaphoreSlim hashing) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            hashing.Release();
            own.Release();
            return default;
        }
    }
}
