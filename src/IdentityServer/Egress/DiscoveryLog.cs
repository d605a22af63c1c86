using IdentityServer.Domain.Discovery;

namespace IdentityServer.Egress;

/// <summary>A line for each change, not for each attempt.</summary>
internal sealed partial class DiscoveryLog(ILogger<DiscoveryLog> log) : IDiscoveryWatch
{
    public void Changed(string issuer, DiscoveryProblem? problem, string? detail)
    {
        var host = Uri.TryCreate(issuer, UriKind.Absolute, out var url) ? url.IdnHost : "";
        if (problem is { } wrong) Failing(host, DiscoveryProblems.Code(wrong), detail ?? "");
        else Recovered(host);
    }

    [LoggerMessage(EventId = 1421, Level = LogLevel.Warning, Message = "The discovery document at {IssuerHost} cannot be used: {Problem} {Detail}. The last good one serves for 24 hours after it was read")]
    partial void Failing(string issuerHost, string problem, string detail);

    [LoggerMessage(EventId = 1422, Level = LogLevel.Information, Message = "The discovery document at {IssuerHost} can be used again")]
    partial void Recovered(string issuerHost);
}
