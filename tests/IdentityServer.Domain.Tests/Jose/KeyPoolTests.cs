using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class KeyPoolTests
{
    [Fact]
    public void An_instance_given_back_is_lent_again()
    {
        var made = 0;
        var pool = new KeyPool(() => new Counted(ref made));
        var one = pool.Rent();
        var two = pool.Rent();
        Assert.NotSame(one, two);
        pool.Return(one);
        pool.Return(two);
        Assert.Same(one, pool.Rent());
        Assert.Same(two, pool.Rent());
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task No_instance_serves_two_at_once()
    {
        var made = 0;
        var pool = new KeyPool(() => new Counted(ref made));
        await Parallel.ForAsync(0, 5000, (_, _) =>
        {
            var key = pool.Rent();
            Assert.True(key.Verify([], []));
            pool.Return(key);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void A_closed_pool_lends_nothing_and_frees_what_comes_back()
    {
        var made = 0;
        var pool = new KeyPool(() => new Counted(ref made));
        var lent = (Counted)pool.Rent();
        var idle = (Counted)pool.Rent();
        pool.Return(idle);
        pool.Close();
        Assert.True(idle.IsDisposed);
        Assert.False(lent.IsDisposed);
        pool.Return(lent);
        Assert.True(lent.IsDisposed);
        Assert.Throws<ObjectDisposedException>(pool.Rent);
    }

    sealed class Counted : IJwsKey
    {
        int users;

        public Counted(ref int made) => Interlocked.Increment(ref made);

        public bool IsDisposed { get; private set; }

        public bool TrySign(ReadOnlySpan<byte> data, Span<byte> signature, out int written) => throw new NotSupportedException();

        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            var alone = Interlocked.Increment(ref users) == 1;
            Thread.SpinWait(50);
            return Interlocked.Decrement(ref users) == 0 && alone;
        }

        public void Dispose() => IsDisposed = true;
    }
}
