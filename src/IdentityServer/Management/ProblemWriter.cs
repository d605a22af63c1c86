using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityServer.Management;

/// <summary>
/// A refusal as RFC 9457 §3 has it, with the members that programs written for hosted services look at: error, errorCode,
/// errorId. The type is about:blank, so the title is the status in words (§4.2.1).
/// </summary>
internal sealed class ProblemWriter(RefusalWriter refusals)
{
    public const string ContentType = "application/problem+json";

    const int LongestMember = 64;

    /// <param name="code">A finer word than the error's own for errorCode, in snake_case.</param>
    /// <param name="says">What the caller may know beyond the sentence.</param>
    /// <param name="member">The name of the member or parameter that is wrong, where there is one: never its value.</param>
    public async Task WriteAsync(HttpContext http, Refusal refusal, string? member = null, string? says = null, string? code = null)
    {
        refusals.Report(http, "management", refusal);
        RefusalWriter.Challenge(http.Response, refusal);
        var status = RefusalWriter.StatusOf(refusal);
        http.Response.StatusCode = status;
        if (refusal.Code == OAuthCode.TemporarilyUnavailable || refusal.Code == OAuthCode.TooManyRequests) http.Response.Headers.RetryAfter = RefusalWriter.RetryAfter;
        await JsonAnswer.WriteAsync(http, json =>
        {
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", says is null ? refusal.Reason.Sentence : $"{refusal.Reason.Sentence} {says}");
            json.WriteString("error", refusal.Code.Value);
            json.WriteString("errorCode", Pascal(code ?? refusal.Code.Value));
            json.WriteString("errorId", http.TraceIdentifier);
            if (member is not null) json.WriteString("member", AuditText.Of(member, LongestMember));
        }, ContentType);
    }

    /// <summary>invalid_token becomes InvalidToken.</summary>
    static string Pascal(string code) => string.Concat(code.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
