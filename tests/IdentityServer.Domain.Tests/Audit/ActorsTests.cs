using IdentityServer.Domain.Audit;
using Xunit;

namespace IdentityServer.Domain.Tests.Audit;

public sealed class ActorsTests
{
    [Fact]
    public void An_actor_says_its_kind_first() =>
        Assert.Equal(["system", "api-key:1", "cli:root"], [Actors.System, Actors.ApiKey("1"), Actors.CommandLine("root")]);
}
