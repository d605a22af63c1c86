using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.RemoteKeys;

/// <summary>What reading a JWK set came to: keys and the bytes they were read from, or a problem.</summary>
public sealed record JwksAnswer
{
    JwksAnswer()
    {
    }

    public JwkSet? Keys { get; private init; }

    public ReadOnlyMemory<byte> Json { get; private init; }

    /// <summary>Null exactly when there are keys.</summary>
    public JwksProblem? Problem { get; private init; }

    /// <summary>More about the problem for the log and for an administrator, in words of ours: never what an upstream wrote.</summary>
    public string? Detail { get; private init; }

    public static JwksAnswer Of(JwkSet keys, ReadOnlyMemory<byte> json) => new() { Keys = keys, Json = json };

    public static JwksAnswer Failed(JwksProblem problem, string? detail = null) => new() { Problem = problem, Detail = detail };
}
