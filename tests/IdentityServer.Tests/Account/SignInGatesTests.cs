using System.Net;
using IdentityServer.Account;
using IdentityServer.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace IdentityServer.Tests.Account;

/// <summary>S126: a flood of guesses is turned away before other people are.</summary>
public sealed class SignInGatesTests : IDisposable
{
    static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    readonly SignInGates gates = new(new PasswordHashes(new PasswordHasher<User>()));
    readonly List<Task<SignInGates.Gate?>> entering = [];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => gates.Dispose();

    Task<SignInGates.Gate?> Enter(string account, IPAddress? address)
    {
        var task = gates.EnterAsync(account, address, Ct).AsTask();
        entering.Add(task);
        return task;
    }

    static async Task<bool> IsTurnedAwayAsync(Task<SignInGates.Gate?> entry) => entry.IsCompleted && await entry is null;

    /// <summary>Each as soon as it is in, in whatever order that is.</summary>
    async Task LeaveAllAsync()
    {
        await Task.WhenAll(entering.Select(async entry => await ((await entry)?.DisposeAsync() ?? default)));
        entering.Clear();
    }

    [Fact]
    public async Task One_account_cannot_fill_the_line_from_however_many_addresses()
    {
        for (var i = 0; i < 400; i++) _ = Enter("victim", new([198, 51, (byte)(i / 250), (byte)(i % 250)]));
        Assert.True(await IsTurnedAwayAsync(Enter("victim", Home)));
        Assert.False(await IsTurnedAwayAsync(Enter("bob", Home)));
        await LeaveAllAsync();
        Assert.False(await IsTurnedAwayAsync(Enter("victim", Home)));
        await LeaveAllAsync();
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")]
    public async Task One_address_cannot_fill_the_line_with_however_many_names(string first, string same)
    {
        for (var i = 0; i < 400; i++) _ = Enter($"name {i}", IPAddress.Parse(first));
        Assert.True(await IsTurnedAwayAsync(Enter("alice", IPAddress.Parse(same))));
        Assert.False(await IsTurnedAwayAsync(Enter("alice", Home)));
        await LeaveAllAsync();
        Assert.False(await IsTurnedAwayAsync(Enter("alice", IPAddress.Parse(same))));
        await LeaveAllAsync();
    }
}
