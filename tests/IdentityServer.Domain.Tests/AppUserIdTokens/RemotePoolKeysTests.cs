using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class RemotePoolKeysTests
{
    static readonly UserPool Pool = new()
    {
        Id = new("p"),
        OrganizationId = "o",
        Name = "p",
        Authorization = new() { JwksUri = "https://provider.example/jwks" },
        CreatedAt = World.Start,
        Version = "1",
    };

    readonly ManualClock clock = new(World.Start);
    readonly Source source = new();

    RemotePoolKeys Keys => new(new(source, clock));

    [Fact]
    public async Task Keys_come_from_the_pools_own_source()
    {
        using var key = SigningCredential.Generate(JwsAlgorithm.ES256);
        source.Answer = JwksAnswer.Of(new([key.PublicJwk]), default);
        var found = await Keys.FindAsync(Pool, key.Kid, JwsAlgorithm.ES256, World.Ct);
        Assert.NotNull(found.Keys?.Find(key.Kid, JwsAlgorithm.ES256));
        Assert.Equal((null, null, World.Start), (found.Flaw, found.Detail, found.FetchedAt));
        Assert.Equal("https://provider.example/jwks", source.Asked);
    }

    [Fact]
    public async Task What_keeps_them_away_is_told_in_our_words()
    {
        foreach (var problem in Enum.GetValues<JwksProblem>())
        {
            source.Answer = JwksAnswer.Failed(problem, "503");
            var found = await Keys.FindAsync(Pool, "k", JwsAlgorithm.ES256, World.Ct);
            Assert.Null(found.Keys);
            Assert.Equal(FlawTable.Of(problem), found.Flaw);
            // One cause has one name, wherever it is met.
            Assert.Equal(JwksProblems.Code(problem), found.Flaw!.Code);
            Assert.EndsWith("(503)", found.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_hosted_pool_has_no_source() => await Assert.ThrowsAsync<ArgumentException>(async () => await Keys.FindAsync(Pool with { Authorization = null }, "k", JwsAlgorithm.ES256, World.Ct));

    sealed class Source : IJwksFetch
    {
        public JwksAnswer Answer { get; set; } = JwksAnswer.Failed(JwksProblem.Unreachable);

        public string? Asked { get; private set; }

        public ValueTask<JwksAnswer> FetchAsync(Uri source, CancellationToken ct)
        {
            Asked = source.OriginalString;
            return new(Answer);
        }
    }
}
