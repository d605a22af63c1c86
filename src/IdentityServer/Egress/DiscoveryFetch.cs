using IdentityServer.Domain.Discovery;

namespace IdentityServer.Egress;

/// <summary>Gets a discovery document through the guard: Discovery §4.</summary>
internal sealed class DiscoveryFetch(GuardedHttp http) : IDiscoveryFetch
{
    public async ValueTask<DiscoveryAnswer> FetchAsync(string issuer, CancellationToken ct)
    {
        if (!Uri.TryCreate(DiscoveryDocument.UrlOf(issuer), UriKind.Absolute, out var url)) return new(null, DiscoveryProblem.UrlForbidden);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("application/json, */*;q=0.1");
        var answer = await http.SendAsync(request, ct);
        if (answer.Problem is { } problem) return new(null, Of(problem), answer.Detail);
        return answer.Status switch
        {
            StatusCodes.Status200OK => DiscoveryDocument.Read(answer.Body.Span, issuer, answer.MediaType),
            StatusCodes.Status404NotFound or StatusCodes.Status410Gone => new(null, DiscoveryProblem.NotFound, $"HTTP {answer.Status}"),
            _ => new(null, DiscoveryProblem.StatusWrong, $"HTTP {answer.Status}"),
        };
    }

    static DiscoveryProblem Of(EgressProblem problem) => problem switch
    {
        EgressProblem.UrlForbidden => DiscoveryProblem.UrlForbidden,
        EgressProblem.AddressForbidden => DiscoveryProblem.AddressForbidden,
        EgressProblem.CertificateInvalid => DiscoveryProblem.CertificateInvalid,
        EgressProblem.TimedOut => DiscoveryProblem.TimedOut,
        EgressProblem.Redirected => DiscoveryProblem.Redirected,
        EgressProblem.Compressed => DiscoveryProblem.Compressed,
        EgressProblem.TooLarge => DiscoveryProblem.TooLarge,
        _ => DiscoveryProblem.Unreachable,
    };
}
