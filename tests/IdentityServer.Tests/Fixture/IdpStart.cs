namespace IdentityServer.Tests.Fixture;

/// <summary>How to start the server. What is not said is what a newcomer gets from `dotnet run`, on a port and in a folder of its own.</summary>
public sealed record IdpStart
{
    /// <summary>Development, as `dotnet run` has it, or Production.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>By their configuration names: `Idp:Issuer`, `Idp:Database:Provider` … They override the rig's own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The command line; `serve` is what runs without one.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A folder to keep: a second start on it is a restart. Without it the folder is new and removed at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>For a restart under the same issuer.</summary>
    public int? Port { get; init; }

    /// <summary>The path that answers 200 when the server is up.</summary>
    public string ReadyPath { get; init; } = "/health/ready";

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
