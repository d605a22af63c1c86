using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(IdentityServer.Tests.Fixture.LongestFirst))]

namespace IdentityServer.Tests.Fixture;

/// <summary>What takes minutes begins first, so that at the end no core waits for another.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly string[] Longest = ["RotationSimulationTests", "KilledRotationTests", "RotationStormTests", "LiveRotationTests", "KillTests", "RewrapKillTests", "DatabaseOutageTests", "EveryPageTests", "HelpTests"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal) || collection.TestCollectionDisplayName.EndsWith("." + name, StringComparison.Ordinal)) is >= 0 and var at ? at : Longest.Length)
            .ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)];
}
