namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>Where a contract finds a database.</summary>
public interface IDatabaseSource
{
    /// <summary>A migrated database that the tests of an assembly share: each test uses ids of its own.</summary>
    Node Shared { get; }

    /// <summary>A database of the caller's own, empty; how to connect to it.</summary>
    ValueTask<string> EmptyAsync();

    string Provider { get; }
}
