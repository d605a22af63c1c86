namespace IdentityServer.Domain.Jose;

/// <summary>One instance of a key for one thread at a time; <see cref="KeyPool"/> sees to that.</summary>
interface IJwsKey : IDisposable
{
    bool TrySign(ReadOnlySpan<byte> data, Span<byte> signature, out int written);

    bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
