using Xunit;

namespace IdentityServer.Tests.Operations;

/// <summary>Tests that measure or load the machine run one after the other, when the rest is done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
