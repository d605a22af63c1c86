using System.Collections.Concurrent;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace IdentityServer.Tests.Sessions;

/// <summary>S084: a burst of guesses cannot outrun the lock. The password hasher counts what is really judged.</summary>
public sealed class BurstTests : IAsyncLifetime
{
    IdpApp app = null!;

    public async ValueTask InitializeAsync() => app = await IdpApp.StartAsync(services: services =>
        services.AddSingleton<IPasswordHasher<User>>(found => new CountingHasher(found.GetRequiredService<IOptions<PasswordHasherOptions>>())));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Of_two_hundred_guesses_at_once_no_more_than_the_limit_and_one_are_judged()
    {
        var ct = TestContext.Current.CancellationToken;
        var judged = ((CountingHasher)app.Service<IPasswordHasher<User>>()).Judged;
        var user = await app.AddUserAsync("victim");
        using var browser = app.NewBrowser();
        var token = Expect.FormToken(await browser.GetAsync("/account/login", ct));
        Task<WebPage> Try(string name, string password) => browser.PostRawAsync("/account/login",
            [("__RequestVerificationToken", token), ("Username", name), ("Password", password), ("action", "login")]);

        // Through two doors, the username and the address, and all at once.
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Try(i % 2 == 0 ? "victim" : user.Email!, $"wrong {i}"), ct)));
        Assert.All(answers, answer => Assert.True((int)answer.Status is 200 or 503, answer.ToString()));
        Assert.All(answers.Where(answer => (int)answer.Status == 503), answer => Assert.True(answer.Response!.Headers.Contains("Retry-After")));
        Assert.InRange(judged.GetValueOrDefault(user.PasswordHash!), 1, 6);
        // None was judged for free either: each that got through cost one hash.
        Assert.Equal(answers.Count(answer => (int)answer.Status == 200), judged.Values.Sum());

        Assert.Equal(200, (int)(await Try("victim", IdpApp.Password)).Status);
        Assert.Equal(200, (int)(await Try(user.Email!, IdpApp.Password)).Status);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(303, (int)(await Try("victim", IdpApp.Password)).Status);
    }

    sealed class CountingHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<User>(options)
    {
        /// <summary>Comparisons by hash.</summary>
        public ConcurrentDictionary<string, int> Judged { get; } = new();

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Judged.AddOrUpdate(hashedPassword, 1, (_, count) => count + 1);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
