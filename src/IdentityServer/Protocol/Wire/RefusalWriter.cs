using System.Text.Json;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Signals;

namespace IdentityServer.Protocol.Wire;

/// <summary>Turns a refusal into its public face, and its private one into a log line and a metric. RFC 6749 §5.2, RFC 6750 §3.</summary>
internal sealed partial class RefusalWriter(ILogger<RefusalWriter> log)
{
    /// <summary>Seconds.</summary>
    public const string RetryAfter = "5";

    const int LongestDetail = 64;

    /// <summary>JSON with the code's status, never cached.</summary>
    public async Task WriteAsync(HttpContext http, string endpoint, Refusal refusal)
    {
        Report(http, endpoint, refusal);
        var response = http.Response;
        response.StatusCode = StatusOf(refusal);
        if (refusal.Code == OAuthCode.InvalidClient)
            response.Headers.WWWAuthenticate = "Basic realm=\"idp\", charset=\"UTF-8\"";
        if (refusal.Code == OAuthCode.TemporarilyUnavailable) response.Headers.RetryAfter = RetryAfter;
        await JsonAnswer.WriteAsync(http, Body(refusal));
    }

    /// <summary>A bearer challenge: RFC 6750 §3. Without any token it carries no error code (§3.1).</summary>
    public async Task ChallengeAsync(HttpContext http, string endpoint, Refusal refusal)
    {
        Challenge(http.Response, refusal);
        await WriteAsync(http, endpoint, refusal);
    }

    public static void Challenge(HttpResponse response, Refusal refusal)
    {
        if (refusal.Code.Status is not (401 or 403)) return;
        response.Headers.WWWAuthenticate = refusal.Reason == Reason.BearerMissing || refusal.Reason == Reason.ApiKeyMissing
            ? "Bearer"
            : $"Bearer error=\"{refusal.Code.Value}\", error_description=\"{refusal.Reason.Sentence}\"";
    }

    /// <summary>That of the code, unless HTTP has a status of its own for the case: RFC 9110 §15.5.</summary>
    public static int StatusOf(Refusal refusal) =>
        refusal.Reason == Reason.MethodNotAllowed ? StatusCodes.Status405MethodNotAllowed
        : refusal.Reason == Reason.BodyTooLarge ? StatusCodes.Status413PayloadTooLarge
        : refusal.Reason == Reason.MediaTypeWrong ? StatusCodes.Status415UnsupportedMediaType
        : refusal.Code.Status;

    /// <summary>The private face alone, for answers that are pages or redirects.</summary>
    public void Report(HttpContext http, string endpoint, Refusal refusal)
    {
        Signals.Refused(endpoint, refusal.Reason);
        var detail = Loggable(refusal.Detail);
        Refused(endpoint, refusal.Reason.Name, detail, http.TraceIdentifier);
    }

    /// <summary>A detail may be a name that a stranger chose: a line of the log is not theirs to fill or to shape.</summary>
    static string Loggable(string? detail) => detail is null ? "" : string.Create(Math.Min(detail.Length, LongestDetail), detail, static (text, source) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
    });

    static Action<Utf8JsonWriter> Body(Refusal refusal) => json =>
    {
        json.WriteString("error", refusal.Code.Value);
        json.WriteString("error_description", refusal.Reason.Sentence);
    };

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "{Endpoint} refused: {Reason} {Detail} ({Correlation})")]
    partial void Refused(string endpoint, string reason, string detail, string correlation);
}

/// <summary>Small JSON answers that must not be cached: RFC 6749 §5.1.</summary>
internal static class JsonAnswer
{
    static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> members, string contentType = "application/json")
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        NoStore.Apply(http.Response);
        http.Response.ContentType = contentType;
        http.Response.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }
}

/// <summary>RFC 6749 §5.1: answers with tokens, codes, claims or refusals are not to be kept by any cache.</summary>
internal static class NoStore
{
    public static void Apply(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
