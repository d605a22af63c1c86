using System.Buffers;
using System.Buffers.Text;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// Base64url as JOSE means it: no padding, no white space, no second spelling of the same bytes.
/// RFC 7515 §2, RFC 4648 §3.5, §5.
/// </summary>
public static class StrictBase64Url
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    // The last character of a group of two carries four unused bits, of a group of three two: they are zero.
    const string EndsOfTwo = "AQgw";
    const string EndsOfThree = "AEIMQUYcgkosw048";

    static readonly SearchValues<char> Chars = SearchValues.Create(Alphabet);
    static readonly SearchValues<byte> Bytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Bytes that a well-formed text of so many characters holds.</summary>
    public static int DecodedLength(int textLength) => (int)((long)textLength * 3 / 4);

    /// <summary>Characters that so many bytes take.</summary>
    public static int EncodedLength(int byteCount) => Base64Url.GetEncodedLength(byteCount);

    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExcept(Chars) && EndIsCanonical(text.Length, text.IsEmpty ? 'A' : text[^1]);

    public static bool IsWellFormed(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExcept(Bytes) && EndIsCanonical(text.Length, text.IsEmpty ? 'A' : (char)text[^1]);

    /// <summary>False for a text that is not canonical, or a destination that is too short; nothing is written then.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        written = 0;
        if (destination.Length < DecodedLength(text.Length) || !IsWellFormed(text)) return false;
        return Base64Url.DecodeFromChars(text, destination, out _, out written) == OperationStatus.Done;
    }

    /// <summary>The same over UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        if (destination.Length < DecodedLength(text.Length) || !IsWellFormed(text)) return false;
        return Base64Url.DecodeFromUtf8(text, destination, out _, out written) == OperationStatus.Done;
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Encodes into a destination of at least <see cref="EncodedLength"/> bytes and says how many it took.</summary>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<byte> destination) => Base64Url.EncodeToUtf8(bytes, destination);

    static bool EndIsCanonical(int length, char last) => (length % 4) switch
    {
        0 => true,
        2 => EndsOfTwo.Contains(last, StringComparison.Ordinal),
        3 => EndsOfThree.Contains(last, StringComparison.Ordinal),
        _ => false,
    };
}
