using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>
/// An API key or a member's session as its owner carries it: a prefix that says what it is, random characters, and in
/// those of our own making a checksum, so that a scanner of source code can tell a leaked one from other text. RFC 6750 §5.3.
/// </summary>
public readonly struct BearerSecret
{
    /// <summary>The prefix of API keys.</summary>
    public const string ApiKey = "idp_ak_";

    /// <summary>The prefix of members' sessions.</summary>
    public const string Session = "idp_st_";

    /// <summary>Characters after the prefix, which is always as long: a fast hash protects only what cannot be guessed.</summary>
    public const int Shortest = 32;

    /// <summary>The whole of it.</summary>
    public const int Longest = 256;

    /// <summary>Of the random characters that may be shown afterwards: four in sixty-two to the power of forty lose nothing.</summary>
    const int Shown = 4;
    const int RandomCharacters = 40;
    const int ChecksumCharacters = 6;
    const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    readonly string value;

    BearerSecret(string value) => this.value = value;

    /// <summary>A fresh one: forty random characters, which are 238 bits.</summary>
    /// <param name="prefix"><see cref="ApiKey"/> or <see cref="Session"/>.</param>
    public static BearerSecret New(string prefix)
    {
        var random = prefix + RandomNumberGenerator.GetString(Alphabet, RandomCharacters);
        return new(random + Checksum(random));
    }

    /// <summary>False unless the text has the shape of a secret of this kind; nothing else is worth a digest or a query.</summary>
    public static bool TryParse(string? text, string prefix, out BearerSecret secret)
    {
        secret = default;
        if (text is null || text.Length > Longest || !text.StartsWith(prefix, StringComparison.Ordinal) || text.Length - prefix.Length < Shortest) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        secret = new(text);
        return true;
    }

    /// <summary>What is stored and looked up.</summary>
    public HandleDigest Digest => HandleDigest.Of(value);

    /// <summary>What may be shown for ever: the prefix and a few characters.</summary>
    public string Start => value[..(ApiKey.Length + Shown)];

    /// <summary>True for those of our own making; an API key of a declarative file needs none.</summary>
    public bool HasChecksum => value.Length == ApiKey.Length + RandomCharacters + ChecksumCharacters
        && value.EndsWith(Checksum(value[..^ChecksumCharacters]), StringComparison.Ordinal);

    /// <summary>The secret itself, for the one who is to carry it.</summary>
    public string Reveal() => value;

    /// <summary>Never the secret.</summary>
    public override string ToString() => value is null ? "" : Start;

    /// <summary>CRC-32 of what stands before it, in six characters of the same alphabet, most significant first.</summary>
    static string Checksum(string text)
    {
        var crc = Crc32(Encoding.ASCII.GetBytes(text));
        Span<char> digits = stackalloc char[ChecksumCharacters];
        for (var i = digits.Length - 1; i >= 0; i--, crc /= (uint)Alphabet.Length) digits[i] = Alphabet[(int)(crc % (uint)Alphabet.Length)];
        return new(digits);
    }

    /// <summary>The reflected polynomial of ISO/IEC 8802-3, as gzip has it: RFC 1952 §8.</summary>
    static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }
        return ~crc;
    }
}
