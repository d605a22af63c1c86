using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace IdentityServer.Account;

/// <summary>
/// One guess at a time per account, and a bounded number of password hashes at a time in all. No account and no address
/// may fill the line on its own, so that whoever floods it with guesses is turned away before everybody else is.
/// </summary>
internal sealed class SignInGates(PasswordHashes hashes) : IDisposable
{
    const int Stripes = 1024;
    const int MostWaiting = 200;
    const int MostWaitingOfAddress = 50;
    const int MostWaitingOfAccount = 20;

    readonly SemaphoreSlim[] accounts = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];
    readonly Line[] ofAccount = [.. Enumerable.Range(0, Stripes).Select(_ => new Line(MostWaitingOfAccount))];
    readonly Line[] ofAddress = [.. Enumerable.Range(0, Stripes).Select(_ => new Line(MostWaitingOfAddress))];
    readonly Line all = new(MostWaiting);
    readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount));
    readonly Lazy<string> nobody = new(() => hashes.Hash(RandomNumberGenerator.GetHexString(32)));

    /// <summary>Null where too many are waiting already: of this account, from this address, or at all.</summary>
    public async ValueTask<Gate?> EnterAsync(string account, IPAddress? address, CancellationToken ct)
    {
        var stripe = (uint)StringComparer.Ordinal.GetHashCode(account) % Stripes;
        Line[] lines = [ofAddress[StripeOf(address)], ofAccount[stripe], all];
        var joined = 0;
        try
        {
            foreach (var line in lines)
            {
                if (!line.TryJoin()) return null;
                joined++;
            }
            return await PassAsync(accounts[stripe], ct);
        }
        finally
        {
            foreach (var line in lines.AsSpan(0, joined)) line.Leave();
        }
    }

    async ValueTask<Gate> PassAsync(SemaphoreSlim own, CancellationToken ct)
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
        return new(own, hashing);
    }

    /// <summary>Of IPv6 the first half: the other is the neighbour's own choice (RFC 4291 §2.5.1). The hash differs from process to process.</summary>
    static uint StripeOf(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        var hash = new HashCode();
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : written)]);
        return (uint)hash.ToHashCode() % Stripes;
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

    /// <summary>Counts those who wait; no more than so many may.</summary>
    sealed class Line(int most)
    {
        int waiting;

        public bool TryJoin()
        {
            if (Interlocked.Increment(ref waiting) <= most) return true;
            Leave();
            return false;
        }

        public void Leave() => Interlocked.Decrement(ref waiting);
    }
}
