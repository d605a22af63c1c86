using System.Buffers.Text;
using System.Security.Cryptography;

namespace IdentityServer.Domain.Primitives;

/// <summary>
/// A bearer secret of 256 random bits: an authorization code, a session, a transaction. It is shown once, to whom
/// it is made for; everything else sees its <see cref="Digest"/>. RFC 6749 §10.10, RFC 6819 §5.1.4.2.2.
/// </summary>
public readonly struct Handle
{
    /// <summary>Characters of a handle: 32 bytes in base64url without padding.</summary>
    public const int Length = 43;

    readonly string value;

    Handle(string value) => this.value = value;

    /// <summary>A fresh one from the system's random source.</summary>
    public static Handle New()
    {
        Span<byte> bytes = stackalloc byte[32];
        RandomNumberGenerator.Fill(bytes);
        return new(Base64Url.EncodeToString(bytes));
    }

    /// <summary>False unless the text has exactly the shape of a handle; nothing else is worth a digest or a query.</summary>
    public static bool TryParse(string? text, out Handle handle)
    {
        handle = default;
        if (text is not { Length: Length }) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        handle = new(text);
        return true;
    }

    /// <summary>What is stored and looked up.</summary>
    public HandleDigest Digest => HandleDigest.Of(value);

    /// <summary>The secret itself, for the one who is to carry it.</summary>
    public string Reveal() => value;

    /// <summary>Never the secret: a handle that slips into a log line shows its digest's first characters.</summary>
    public override string ToString() => value is null ? "" : Digest.ToString();
}
