using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Jose;

/// <summary>Signs and writes compact tokens: RFC 7515 §5.1, §7.1. The payload is ready JSON; nothing is added to it.</summary>
public static class JwtWriter
{
    /// <summary>Appends the token as ASCII; apart from what the key itself takes, nothing is allocated.</summary>
    public static void WriteTo(IBufferWriter<byte> output, SigningCredential credential, string typ, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(credential);
        var header = credential.EncodedHeader(typ);
        var room = header.Length + StrictBase64Url.EncodedLength(payload.Length) +
            StrictBase64Url.EncodedLength(credential.SignatureSize) + 2;
        var token = output.GetSpan(room);

        header.CopyTo(token);
        var length = header.Length;
        token[length++] = (byte)'.';
        length += StrictBase64Url.Encode(payload, token[length..]);

        Span<byte> signature = stackalloc byte[SigningCredential.MaxSignatureSize];
        if (!credential.TrySign(token[..length], signature, out var signed))
            throw new CryptographicException("The key " + credential.Kid + " did not sign.");
        token[length++] = (byte)'.';
        length += StrictBase64Url.Encode(signature[..signed], token[length..]);
        output.Advance(length);
    }

    /// <summary>The same as a string.</summary>
    public static string Write(SigningCredential credential, string typ, ReadOnlySpan<byte> payload)
    {
        using var token = new PooledBuffer(1024);
        WriteTo(token, credential, typ, payload);
        return Encoding.ASCII.GetString(token.Written);
    }
}
