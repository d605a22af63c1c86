using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace IdentityServer.Tests.Keys;

/// <summary>A secret number in every form in which it could have been written somewhere by mistake.</summary>
internal sealed class SecretTraces
{
    const int Window = 16;

    readonly string name;
    readonly List<(string Form, byte[] Bytes)> traces = [];

    public SecretTraces(string name, byte[] secret)
    {
        this.name = name;
        if (secret.Length < Window) throw new ArgumentException("Too short to be told from chance.", nameof(secret));
        // Sixteen bytes from the middle: they are found whatever stands around them, and however little of the rest was written.
        var part = secret.AsSpan((secret.Length - Window) / 2, Window).ToArray();
        Add("raw", part);
        Add("raw, reversed", [.. Enumerable.Reverse(part)]);
        Add("hex", Convert.ToHexStringLower(part));
        Add("HEX", Convert.ToHexString(part));
        Add("hex, reversed", Convert.ToHexStringLower([.. Enumerable.Reverse(part)]));
        Add("list", string.Join(',', part));
        Add("decimal", new BigInteger(secret, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture));
        for (var before = 0; before < 3; before++)
        {
            byte[] shifted = [.. new byte[before], .. part];
            // Only the characters that are made of these bytes alone.
            var (from, to) = ((8 * before + 5) / 6, 8 * shifted.Length / 6);
            Add($"base64+{before}", Convert.ToBase64String(shifted)[from..to]);
            Add($"base64url+{before}", Base64Url.EncodeToString(shifted)[from..to]);
        }
    }

    /// <summary>What is found, or null.</summary>
    public string? In(ReadOnlySpan<byte> haystack)
    {
        foreach (var (form, bytes) in traces)
            if (haystack.IndexOf(bytes) >= 0) return $"{name} as {form}";
        return null;
    }

    void Add(string form, string text) => Add(form, Encoding.ASCII.GetBytes(text));

    void Add(string form, byte[] bytes) => traces.Add((form, bytes));
}
