using IdentityServer.Domain.Audit;
using Xunit;

namespace IdentityServer.Domain.Tests.Audit;

public sealed class ActorsTests
{
    [Fact]
    public void An_actor_says_its_kind_first() =>
        Assert.Equal(["system", "api-key:1", "cli:root"], [Actors.System, Actors.ApiKey("1"), Actors.CommandLine("root")]);

    [Fact]
    public void Two_long_user_ids_that_begin_alike_stay_two_actors()
    {
        const string Issuer = "0192f3a4-0000-7000-8000-0000000000ab";
        Assert.Equal($"trusted:{Issuer}:u-1", Actors.Trusted(Issuer, "u-1"));
        var long1 = Actors.Trusted(Issuer, new string('x', 254) + "1");
        var long2 = Actors.Trusted(Issuer, new string('x', 254) + "2");
        Assert.NotEqual(long1, long2);
        Assert.Equal(AuditRecord.LongestText, long1.Length);
        Assert.StartsWith($"trusted:{Issuer}:xxx", long1, StringComparison.Ordinal);
    }
}
