using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class SharedSecretTests
{
    readonly MemoryKeys store = new();
    readonly ManualClock clock = new(World.Start);

    static MasterKey Key(byte number) => new(Enumerable.Repeat(number, MasterKey.Size).ToArray());

    [Fact]
    public async Task It_is_made_once_under_the_first_key_and_who_reads_it_follows()
    {
        using MasterKeys one = new(Key(1), Key(2)), other = new(Key(2), Key(1));
        Assert.Null((await new SharedSecret(store, one, clock).FindAsync(World.Ct)).Bytes);
        Assert.Empty(store.Secrets);

        var made = await new SharedSecret(store, one, clock).ShareAsync(World.Ct);
        Assert.Equal(32, made.Bytes!.Length);
        Assert.Equal(one.First.Fingerprint, Assert.Single(store.Secrets).SealedBy);

        Assert.Equal(made.Bytes, (await new SharedSecret(store, other, clock).ShareAsync(World.Ct)).Bytes);
        Assert.Equal(one.First.Fingerprint, other.Current.Fingerprint);
        Assert.Single(store.Secrets);
    }

    [Fact]
    public async Task Of_two_nodes_with_their_keys_in_another_order_both_seal_under_one()
    {
        using MasterKeys one = new(Key(1), Key(2)), other = new(Key(2), Key(1));
        var made = await Task.WhenAll(
            Task.Run(async () => await new SharedSecret(store, one, clock).ShareAsync(World.Ct), World.Ct),
            Task.Run(async () => await new SharedSecret(store, other, clock).ShareAsync(World.Ct), World.Ct));
        Assert.Equal(made[0].Bytes, made[1].Bytes);
        Assert.Equal(one.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public async Task Under_a_key_that_is_not_known_it_is_a_problem_and_none_is_made()
    {
        using MasterKeys right = new(Key(1)), wrong = new(Key(2));
        await new SharedSecret(store, right, clock).ShareAsync(World.Ct);
        foreach (var reading in (SharedSecretReading[])[await new SharedSecret(store, wrong, clock).ShareAsync(World.Ct), await new SharedSecret(store, wrong, clock).FindAsync(World.Ct)])
        {
            Assert.Null(reading.Bytes);
            Assert.Contains(right.Fingerprint, reading.Problem, StringComparison.Ordinal);
        }
        Assert.Single(store.Secrets);
    }
}
