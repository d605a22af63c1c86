using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Egress;

/// <summary>A line for each change, not for each attempt.</summary>
internal sealed partial class RemoteKeyLog(ILogger<RemoteKeyLog> log) : IRemoteKeyWatch
{
    public void Changed(Uri source, JwksProblem? problem, string? detail)
    {
        if (problem is { } wrong) Failing(source.IdnHost, JwksProblems.Code(wrong), detail ?? "");
        else Recovered(source.IdnHost);
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "The keys at {KeyHost} cannot be fetched: {Problem} {Detail}. The last good ones serve for 24 hours after they were read")]
    partial void Failing(string keyHost, string problem, string detail);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Information, Message = "The keys at {KeyHost} are fetched again")]
    partial void Recovered(string keyHost);
}
