using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// The key encryption key: it seals private keys and shared secrets with AES-256-GCM (NIST SP 800-38D). What is sealed
/// is bound to where it belongs, so that no sealed value can be moved to another row.
/// </summary>
public sealed class MasterKey : IDisposable
{
    public const int Size = 32;

    const int NonceSize = 12;
    const int TagSize = 16;

    /// <summary>More keys than any change of keys needs; a longer list is something else.</summary>
    const int Most = 32;

    readonly AesGcm aes;

    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size) throw new ArgumentException($"A master key has {Size} bytes.", nameof(key));
        aes = new AesGcm(key, TagSize);
        Span<byte> named = [.. "idp master key"u8, .. key];
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(named).AsSpan(0, 8));
        CryptographicOperations.ZeroMemory(named);
    }

    /// <summary>Sixteen hexadecimal digits that name the key and give nothing of it away.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// Reads one or several keys in base64 (RFC 4648 §4) with blanks or line ends between them, in their order; one that
    /// stands there twice counts once. False for anything else, and then there is no word on what it was.
    /// </summary>
    public static bool TryReadAll(ReadOnlySpan<byte> text, out IReadOnlyList<MasterKey> keys)
    {
        List<MasterKey> read = [];
        keys = read;
        Span<byte> key = stackalloc byte[Size + 1];
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        while (!(text = text.TrimStart(" \t\r\n"u8)).IsEmpty)
        {
            var end = text.IndexOfAny(" \t\r\n"u8);
            var word = end < 0 ? text : text[..end];
            text = text[word.Length..];
            if (read.Count == Most || Base64.DecodeFromUtf8(word, key, out _, out var size) != OperationStatus.Done || size != Size)
            {
                foreach (var one in read) one.Dispose();
                keys = [];
                break;
            }
            MasterKey next = new(key[..Size]);
            if (read.Exists(one => one.Fingerprint == next.Fingerprint)) next.Dispose();
            else read.Add(next);
        }
        CryptographicOperations.ZeroMemory(key);
        return keys.Count > 0;
    }

    /// <summary>nonce ‖ tag ‖ ciphertext.</summary>
    /// <param name="place">Where it belongs; opening it elsewhere fails.</param>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, string place)
    {
        var output = new byte[NonceSize + TagSize + plaintext.Length];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceSize));
        lock (aes)
        {
            aes.Encrypt(output.AsSpan(0, NonceSize), plaintext, output.AsSpan(NonceSize + TagSize),
                output.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(place));
        }
        return output;
    }

    /// <summary>False where it was sealed by another key, for another place, or was changed since.</summary>
    public bool TryOpen(ReadOnlySpan<byte> sealedValue, string place, out byte[] plaintext)
    {
        plaintext = [];
        if (sealedValue.Length < NonceSize + TagSize) return false;
        var output = new byte[sealedValue.Length - NonceSize - TagSize];
        try
        {
            lock (aes)
            {
                aes.Decrypt(sealedValue[..NonceSize], sealedValue[(NonceSize + TagSize)..],
                    sealedValue.Slice(NonceSize, TagSize), output, Encoding.UTF8.GetBytes(place));
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        plaintext = output;
        return true;
    }

    public void Dispose() => aes.Dispose();
}
