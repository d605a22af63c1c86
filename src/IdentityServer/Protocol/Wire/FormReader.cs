using System.Buffers;
using System.Text;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Protocol.Wire;

/// <summary>Reads application/x-www-form-urlencoded bodies and queries, strictly: RFC 6749 Appendix B. Every byte read is ours.</summary>
internal static class FormReader
{
    const int LargestBody = 64 * 1024;
    const int MostParameters = 100;

    static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The parameters of a POST. Parameters in the URL are refused: RFC 6749 §3.2, §2.3.1.</summary>
    public static async ValueTask<Result<RequestParameters>> ReadBodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (!IsForm(request.ContentType)) return Reason.ContentTypeWrong;
        if (request.QueryString.HasValue && request.QueryString.Value!.Length > 1) return Reason.CredentialsInQuery;
        if (request.ContentLength > LargestBody) return Reason.BodyTooLarge;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > LargestBody)
            {
                // Every read is ended: who drains the rest of the body would find it still open otherwise.
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return Reason.BodyTooLarge;
            }
            if (!read.IsCompleted)
            {
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var parameters = Parse(read.Buffer);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return parameters;
        }
    }

    /// <summary>The parameters of a GET.</summary>
    public static Result<RequestParameters> ReadQuery(HttpRequest request)
    {
        var query = request.QueryString.Value;
        return string.IsNullOrEmpty(query) ? new RequestParameters() : Parse(Encoding.UTF8.GetBytes(query, 1, query.Length - 1));
    }

    static bool IsForm(string? contentType)
    {
        if (contentType is null) return false;
        var media = contentType.AsSpan();
        var semicolon = media.IndexOf(';');
        return (semicolon < 0 ? media : media[..semicolon]).Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
    }

    static Result<RequestParameters> Parse(in ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment) return Parse(body.FirstSpan);
        var copy = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(copy);
        var parameters = Parse(copy.AsSpan(0, (int)body.Length));
        ArrayPool<byte>.Shared.Return(copy, clearArray: true);
        return parameters;
    }

    static Result<RequestParameters> Parse(ReadOnlySpan<byte> text)
    {
        var parameters = new RequestParameters();
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty) continue;
            if (parameters.Pairs.Count == MostParameters) return Reason.BodyTooLarge;
            var equals = pair.IndexOf((byte)'=');
            if (!TryDecode(equals < 0 ? pair : pair[..equals], out var name)) return Reason.EncodingMalformed;
            if (!TryDecode(equals < 0 ? [] : pair[(equals + 1)..], out var value)) return Reason.EncodingMalformed;
            parameters.Add(name, value);
        }
        return parameters;
    }

    /// <summary>False for a broken percent sign, bytes that are not UTF-8, and control characters, NUL above all.</summary>
    static bool TryDecode(ReadOnlySpan<byte> encoded, out string text)
    {
        text = "";
        if (encoded.IsEmpty) return true;
        var rented = encoded.Length > 512 ? ArrayPool<byte>.Shared.Rent(encoded.Length) : null;
        var bytes = rented ?? stackalloc byte[512];
        try
        {
            var length = 0;
            for (var i = 0; i < encoded.Length; i++)
            {
                var b = encoded[i];
                if (b == '+')
                {
                    b = (byte)' ';
                }
                else if (b == '%')
                {
                    if (i + 2 >= encoded.Length || Hex(encoded[i + 1]) is not (>= 0 and var high) || Hex(encoded[i + 2]) is not (>= 0 and var low)) return false;
                    b = (byte)(high << 4 | low);
                    i += 2;
                }
                if (b is < 0x20 or 0x7f) return false;
                bytes[length++] = b;
            }
            text = StrictUtf8.GetString(bytes[..length]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
