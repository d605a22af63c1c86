using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Audit;

/// <summary>One line of the audit log. It is made whole, by <see cref="Of"/>, and never changes. ASVS 16.2.1.</summary>
public sealed class AuditRecord
{
    /// <summary>Of an actor, a target, a correlation, a value in the details.</summary>
    public const int LongestText = 256;

    /// <summary>Of the details as JSON.</summary>
    public const int LongestDetails = 4000;

    static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    AuditRecord() { }

    /// <summary>UUIDv7 in text form: lines sort by it as by time. RFC 9562 §5.7.</summary>
    public string Id { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    /// <summary>Whose pool was changed; null where the change is not one of a pool.</summary>
    public PoolId? Pool { get; private init; }

    /// <summary>Whose line it is; null for what concerns the installation as a whole.</summary>
    public string? OrganizationId { get; private init; }

    /// <summary>One of <see cref="Actors"/>.</summary>
    public string Actor { get; private init; } = "";

    /// <summary>The name of an <see cref="AuditAction"/>; text, since a newer version may have written it.</summary>
    public string Action { get; private init; } = "";

    /// <summary>The id of what was changed.</summary>
    public string Target { get; private init; } = "";

    /// <summary>A JSON object of short strings.</summary>
    public string Details { get; private init; } = "{}";

    /// <summary>The request's, as the log of the server has it.</summary>
    public string? Correlation { get; private init; }

    /// <summary>A new line. Every text in it is made harmless; that none is a secret is the caller's promise.</summary>
    /// <param name="details">Names are ours; a value that is null is left out, and so is what does not fit any more.</param>
    public static AuditRecord Of(TimeProvider clock, AuditAction action, string actor, string target, string? organization = null, PoolId? pool = null,
        string? correlation = null, params ReadOnlySpan<(string Name, string? Value)> details) => new()
        {
            Id = Ids.NewUuid(clock),
            At = clock.GetUtcNow(),
            Pool = pool,
            OrganizationId = organization,
            Actor = AuditText.Of(actor, LongestText),
            Action = action.Name,
            Target = AuditText.Of(target, LongestText),
            Details = Write(details),
            Correlation = correlation is null ? null : AuditText.Of(correlation, LongestText),
        };

    static string Write(ReadOnlySpan<(string Name, string? Value)> details)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            json.WriteStartObject();
            foreach (var (name, value) in details)
            {
                if (value is null) continue;
                var text = JsonEncodedText.Encode(AuditText.Of(value, LongestText), Layout.Encoder);
                // Four quotes, a colon, a comma, and the brace that closes.
                if (json.BytesCommitted + json.BytesPending + name.Length + text.EncodedUtf8Bytes.Length + 7 > LongestDetails) break;
                json.WriteString(name, text);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
