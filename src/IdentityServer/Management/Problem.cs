using IdentityServer.Domain.Protocol;

namespace IdentityServer.Management;

/// <summary>What a handler returns to refuse.</summary>
/// <param name="member">The name of the member or parameter that is wrong, where there is one: never its value.</param>
/// <param name="code">A finer word than the error's own for errorCode, in snake_case.</param>
/// <param name="says">What the caller may know beyond the sentence: times and limits, never what others have typed.</param>
internal sealed class Problem(Refusal refusal, string? member = null, string? says = null, string? code = null) : IResult
{
    /// <summary>A member of the body is not what it has to be: why, in words that follow its name.</summary>
    public static Problem Malformed(string member, string problem) => new(Reason.JsonMemberMalformed, member, $"It {problem}.");

    public Task ExecuteAsync(HttpContext httpContext) =>
        httpContext.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(httpContext, refusal, member, says, code);
}
