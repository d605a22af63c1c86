using IdentityServer.Account;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Users;
using IdentityServer.Jobs;
using IdentityServer.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IdentityServer.Tests.Fixture;

/// <summary>
/// The whole server in this process, over a SQLite file of its own, with a clock that the test moves and an https issuer.
/// Everything a test does to it goes over HTTP, or through the same ports that the server uses.
/// </summary>
public sealed class IdpApp : IAsyncDisposable
{
    public const string Issuer = "https://idp.test";
    public const string Alice = "alice";
    public const string Bob = "bob";

    /// <summary>Everybody's.</summary>
    public const string Password = "correct horse battery staple";

    readonly Factory factory;
    readonly IReadOnlyDictionary<string, string> settings;
    readonly bool isFirst;
    readonly string folder;

    IdpApp(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? services, IdpApp? first = null, DateTimeOffset? start = null)
    {
        this.settings = settings;
        isFirst = first is null;
        folder = first?.folder ?? Repository.TemporaryFolder("app");
        Clock = first?.Clock ?? (start is { } time ? new(time) : new());
        factory = new(this, settings, services);
        Http = factory.Server.CreateClient();
        Http.BaseAddress = new(Issuer);
    }

    /// <summary>One for all nodes.</summary>
    public ManualClock Clock { get; }

    /// <summary>A caller without cookies that follows no redirect.</summary>
    public HttpClient Http { get; }

    /// <summary>For requests that no HTTP client would make.</summary>
    public TestServer Server => factory.Server;

    public IServiceProvider Services => factory.Services;

    /// <summary>Started and filled: users alice and bob, and the clients of <see cref="TestClients"/>.</summary>
    /// <param name="services">Changes what the server is made of; runs last.</param>
    /// <param name="start">Where the clock begins, for tests with somebody who has another one.</param>
    public static async Task<IdpApp> StartAsync(IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null, DateTimeOffset? start = null)
    {
        var app = new IdpApp(settings ?? new Dictionary<string, string>(), services, start: start);
        await app.SeedAsync();
        return app;
    }

    /// <summary>A further node with the same settings, database, master key and clock; to be disposed before the first.</summary>
    public IdpApp Join() => new(settings, null, this);

    /// <summary>Where this node's files are; with SQLite also the database.</summary>
    public string Folder => folder;

    /// <summary>A new person's browser, with no cookies yet.</summary>
    public Browser NewBrowser() => new(new(Issuer), factory.Server.CreateHandler());

    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    public ValueTask SaveAsync(Client client) => Service<IClientStore>().SaveAsync(client, CancellationToken.None);

    public async Task<User> AddUserAsync(string username, Func<User, User>? change = null)
    {
        var user = new User
        {
            PoolId = PoolId.Default,
            Id = UserId.New(Clock),
            Username = username,
            NormalizedUsername = username.ToUpperInvariant(),
            Email = $"{username}@example.test",
            NormalizedEmail = $"{username}@example.test".ToUpperInvariant(),
            EmailVerified = true,
            PasswordHash = Service<PasswordHashes>().Hash(Password),
            SecurityStamp = Handle.New().Reveal(),
            ConcurrencyStamp = Handle.New().Reveal(),
            CreatedAt = Clock.Now,
            UpdatedAt = Clock.Now,
        };
        if (change is not null) user = change(user);
        if (!await Service<IUserStore>().AddAsync(user, CancellationToken.None)) throw new InvalidOperationException($"{username} exists.");
        return user;
    }

    /// <summary>What an administrator or another page does to a user.</summary>
    public async Task ChangeUserAsync(UserId id, Action<User> change)
    {
        var user = await Service<IUserStore>().FindAsync(PoolId.Default, id, CancellationToken.None) ?? throw new InvalidOperationException($"No user {id}.");
        change(user);
        if (!await Service<IUserStore>().SaveAsync(user, CancellationToken.None)) throw new InvalidOperationException($"{id} was changed meanwhile.");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await factory.DisposeAsync();
        if (isFirst) await Repository.RemoveAsync(folder);
    }

    async Task SeedAsync()
    {
        foreach (var client in TestClients.All(Clock.Now)) await SaveAsync(client);
        foreach (var resource in TestClients.Resources) await Service<IResourceStore>().SaveAsync(resource, CancellationToken.None);
        await AddUserAsync(Alice);
        await AddUserAsync(Bob);
    }

    sealed class Factory(IdpApp app, IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? more) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            // Like Production, but without the pause that a draining node makes for its balancers.
            builder.UseEnvironment("Staging");
            builder.UseSetting("Idp:Issuer", Issuer);
            builder.UseSetting("Idp:DataDirectory", app.folder);
            builder.UseSetting("Idp:Keys:Directory", Path.Combine(app.folder, "keys"));
            // Every refusal is logged, and refusals are what these tests provoke.
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (key, value) in settings) builder.UseSetting(key, value);
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(app.Clock));
                // Nothing recurs behind a test's back; one that is about jobs adds the schedule again.
                services.Remove(services.Single(service => service.ImplementationType == typeof(JobSchedule)));
                // One cheap round: these tests are about the protocol, and each signs somebody in.
                services.Configure<Microsoft.AspNetCore.Identity.PasswordHasherOptions>(options => options.IterationCount = 1);
                more?.Invoke(services);
            });
        }
    }
}
