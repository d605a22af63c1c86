using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>A private key that was made elsewhere, read and tried; wiped when it is disposed of.</summary>
public sealed class ForeignKey : IDisposable
{
    readonly byte[] pkcs8;

    internal ForeignKey(JwsAlgorithm algorithm, byte[] pkcs8, string? kid) => (Algorithm, this.pkcs8, Kid) = (algorithm, pkcs8, kid);

    /// <summary>What keys of its type sign with.</summary>
    public JwsAlgorithm Algorithm { get; }

    /// <summary>The name that it had, where its text said so: RFC 7517 §4.5.</summary>
    public string? Kid { get; }

    /// <summary>In the form in which all our keys are kept.</summary>
    public ReadOnlySpan<byte> Pkcs8 => pkcs8;

    public void Dispose() => CryptographicOperations.ZeroMemory(pkcs8);
}
