using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Egress;

/// <summary>Gets a JWK set through the guard: RFC 7517 §8.5.2.</summary>
internal sealed class JwksFetch(GuardedHttp http) : IJwksFetch
{
    public async ValueTask<JwksAnswer> FetchAsync(Uri source, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, source);
        request.Headers.Accept.ParseAdd("application/jwk-set+json, application/json, */*;q=0.1");
        var answer = await http.SendAsync(request, ct);
        if (answer.Problem is { } problem) return JwksAnswer.Failed(Of(problem), answer.Detail);
        if (answer.Status == StatusCodes.Status200OK) return JwksDocument.Read(answer.Body, answer.MediaType);
        return JwksAnswer.Failed(Of(answer.Status), $"HTTP {answer.Status}");
    }

    static JwksProblem Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => JwksProblem.NotPublic,
        StatusCodes.Status404NotFound or StatusCodes.Status410Gone => JwksProblem.NotFound,
        _ => JwksProblem.StatusWrong,
    };

    static JwksProblem Of(EgressProblem problem) => problem switch
    {
        EgressProblem.UrlForbidden => JwksProblem.UrlForbidden,
        EgressProblem.AddressForbidden => JwksProblem.AddressForbidden,
        EgressProblem.CertificateInvalid => JwksProblem.CertificateInvalid,
        EgressProblem.TimedOut => JwksProblem.TimedOut,
        EgressProblem.Redirected => JwksProblem.Redirected,
        EgressProblem.Compressed => JwksProblem.Compressed,
        EgressProblem.TooLarge => JwksProblem.TooLarge,
        _ => JwksProblem.Unreachable,
    };
}
