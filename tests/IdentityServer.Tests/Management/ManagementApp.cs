using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>A server with an organization, a key for each role, keys that are over, and a resource of the tests' own.</summary>
public sealed class ManagementApp : IAsyncLifetime
{
    public IdpApp App { get; private set; } = null!;

    public string Organization { get; private set; } = "";

    public string Admin { get; private set; } = "";
    public string Member { get; private set; } = "";
    public string ReadOnly { get; private set; } = "";
    public string Expired { get; private set; } = "";
    public string Revoked { get; private set; } = "";

    /// <summary>Of the right shape, and nobody's.</summary>
    public string Unknown { get; } = BearerSecret.New(BearerSecret.ApiKey).Reveal();

    /// <summary>Everything that the server logged.</summary>
    public LogLines Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        App = await IdpApp.StartAsync(new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Information", ["Logging:Console:LogLevel:Default"] = "Critical" }, services => services
            .AddSingleton<IManagementResource, EchoApi>()
            .AddSingleton<ILoggerProvider>(Log));
        Organization = await AddOrganizationAsync("Acme");
        Admin = await AddKeyAsync(MemberRole.Admin);
        Member = await AddKeyAsync(MemberRole.Member);
        ReadOnly = await AddKeyAsync(MemberRole.ReadOnly);
        Expired = await AddKeyAsync(MemberRole.Admin, expiresAt: App.Clock.Now);
        Revoked = await AddKeyAsync(MemberRole.Admin);
        await RevokeAsync(Revoked);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public async Task<string> AddOrganizationAsync(string name)
    {
        var organization = new Organization { Id = Ids.NewUuid(App.Clock), Name = name, CreatedAt = App.Clock.Now, Version = Ids.NewUuid(App.Clock) };
        Assert.True(await App.Service<IOrganizationStore>().AddAsync(organization, null, Record(AuditAction.OrganizationCreated, organization), CancellationToken.None));
        return organization.Id;
    }

    public async Task<string> AddKeyAsync(MemberRole role, string? organization = null, DateTimeOffset? expiresAt = null)
    {
        var secret = BearerSecret.New(BearerSecret.ApiKey);
        var key = new ApiKey
        {
            Id = Ids.NewUuid(App.Clock),
            OrganizationId = organization ?? Organization,
            Name = $"{role}",
            Digest = secret.Digest,
            Prefix = secret.Start,
            Role = role,
            CreatedAt = App.Clock.Now,
            ExpiresAt = expiresAt,
        };
        Assert.True(await App.Service<IApiKeyStore>().AddAsync(key, Record(AuditAction.ApiKeyCreated, key), CancellationToken.None));
        return secret.Reveal();
    }

    public async Task RevokeAsync(string secret)
    {
        var key = await FindAsync(secret);
        Assert.True(await App.Service<IApiKeyStore>().RevokeAsync(key.OrganizationId, key.Id, App.Clock.Now, Record(AuditAction.ApiKeyRevoked, key), CancellationToken.None));
    }

    public async Task<ApiKey> FindAsync(string secret)
    {
        Assert.True(BearerSecret.TryParse(secret, BearerSecret.ApiKey, out var parsed));
        return Assert.IsType<ApiKey>(await App.Service<IApiKeyStore>().FindAsync(parsed.Digest, CancellationToken.None));
    }

    public Task<Answer> GetAsync(string path, string? key, params (string Name, string Value)[] headers) =>
        App.RawAsync(HttpMethod.Get, path, authorization: key is null ? null : $"Bearer {key}", headers: headers);

    public Task<Answer> PostAsync(string path, string? key, string body, string? contentType = "application/json") =>
        App.RawAsync(path, body, key is null ? null : $"Bearer {key}", contentType);

    AuditRecord Record(AuditAction action, Organization organization) => AuditRecord.Of(App.Clock, action, Actors.System, organization.Id, organization.Id);

    AuditRecord Record(AuditAction action, ApiKey key) => AuditRecord.Of(App.Clock, action, Actors.System, key.Id, key.OrganizationId, details: [("name", key.Name)]);

    /// <summary>A read, a write with a body, and routes that fail.</summary>
    sealed class EchoApi : IManagementResource
    {
        public void Map(IEndpointRouteBuilder v1)
        {
            v1.MapPost("/echo", (IdentityServer.Management.Caller caller, JsonBody<Echo> body) => TypedResults.Ok(new { caller.Actor, body.Value.Name, body.Value.Count, Tags = body.Value.Parts.Select(part => part.Tag) }))
                .Requires(MemberRole.Admin);
            v1.MapDelete("/echo/{id}", (string id) => TypedResults.NotFound()).Requires(MemberRole.Admin);
            v1.MapGet("/away", IResult () => throw new StorageUnavailableException("a secret of the driver")).Requires(MemberRole.ReadOnly);
            v1.MapGet("/bug", IResult () => throw new InvalidOperationException("a secret of ours")).Requires(MemberRole.ReadOnly);
            v1.MapGet("/refused", () => new Problem(Reason.ScopeMalformed, "na\r\nme")).Requires(MemberRole.Member);
        }
    }

    public sealed record Echo(string Name, int Count, IReadOnlyList<Part> Parts, string? Note = null);

    public sealed record Part(string Tag);
}

/// <summary>What the server logs, line by line, with everything that its messages carry.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
