using System.Text.Json.Nodes;
using IdentityServer.Account;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Management;
using IdentityServer.Org;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentityServer.Tests.Org;

/// <summary>A server with two organizations, each with an Admin who has logged in, and a provider next door whose JWK set may be fetched.</summary>
public sealed class OrgApp : IAsyncLifetime
{
    public const string Password = "correct horse battery 1";

    public IdpApp App { get; private set; } = null!;

    /// <summary>Of Acme, the first and so the owner of the installation.</summary>
    public OrgCaller Admin { get; private set; } = null!;

    /// <summary>Of Bravo.</summary>
    public OrgCaller Other { get; private set; } = null!;

    /// <summary>Somebody's provider, on this machine and allowed by the operator.</summary>
    public JwksSite Site { get; private set; } = null!;

    public LogLines Log { get; } = new();

    /// <summary>Further hosts that the operator allows.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Where the clock begins.</summary>
    public DateTimeOffset? Start { get; init; }

    public async ValueTask InitializeAsync()
    {
        Site = await JwksSite.StartAsync();
        var hosts = AllowedHosts.Prepend(Site.Authority).Select((host, i) => KeyValuePair.Create($"Idp:Egress:AllowedHosts:{i}", host));
        App = await IdpApp.StartAsync(new Dictionary<string, string>(hosts)
        {
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:Console:LogLevel:Default"] = "Critical",
        }, services => services.AddSingleton<IOrgResource, BrokenApi>().AddSingleton<ILoggerProvider>(Log), Start);
        Admin = await LogInAsync(await AddOrganizationAsync("Acme"), "admin@acme.test");
        Other = await LogInAsync(await AddOrganizationAsync("Bravo"), "admin@bravo.test");
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Site.DisposeAsync();
    }

    public async Task<string> AddOrganizationAsync(string name)
    {
        Organization organization = new() { Id = Ids.NewUuid(App.Clock), Name = name, CreatedAt = App.Clock.Now, Version = Ids.NewUuid(App.Clock) };
        var email = $"admin@{name}.test".ToLowerInvariant();
        Member admin = new()
        {
            Id = Ids.NewUuid(App.Clock),
            OrganizationId = organization.Id,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            PasswordHash = App.Service<PasswordHashes>().Hash(Password),
            Role = MemberRole.Admin,
            CreatedAt = App.Clock.Now,
            Version = Ids.NewUuid(App.Clock),
        };
        var record = AuditRecord.Of(App.Clock, AuditAction.OrganizationCreated, Actors.System, organization.Id, organization.Id);
        Assert.True(await App.Service<IOrganizationStore>().AddAsync(organization, admin, record, CancellationToken.None));
        return organization.Id;
    }

    public async Task<OrgCaller> LogInAsync(string organization, string email, string password = Password)
    {
        var answer = await new OrgCaller(App, null, organization).PostAsync("/org/login", new { email, password, organizationId = organization });
        Assert.True(answer.Status == 200, answer.ToString());
        return new(App, answer["token"], organization);
    }

    /// <summary>A new organization, and its Admin.</summary>
    public async Task<OrgCaller> FoundAsync(string name) => await LogInAsync(await AddOrganizationAsync(name), $"admin@{name}.test".ToLowerInvariant());

    /// <summary>After the clock has gone on for longer than a session lives.</summary>
    public async Task RenewAsync()
    {
        Admin = await LogInAsync(Admin.Organization, "admin@acme.test");
        Other = await LogInAsync(Other.Organization, "admin@bravo.test");
    }

    /// <summary>A new member of the caller's organization, logged in.</summary>
    public async Task<OrgCaller> JoinAsync(OrgCaller admin, string email, string role)
    {
        var made = await admin.PostAsync("/org/member", new { name = "M", email, password = Password, role });
        Assert.True(made.Status == 200, made.ToString());
        return (await LogInAsync(admin.Organization, email)) with { Id = made["id"]! };
    }

    /// <summary>An API key of that role, as a caller.</summary>
    public static async Task<OrgCaller> KeyAsync(OrgCaller admin, string role)
    {
        var made = await admin.PostAsync("/org/apiKey", new { name = role, role });
        Assert.True(made.Status == 200, made.ToString());
        return admin with { Bearer = made["key"], Id = made["id"]! };
    }

    public static async Task<string> PoolAsync(OrgCaller admin, object? authorization = null, string name = "Pool")
    {
        var made = await admin.PostAsync("/org/userPool", new { name, description = "", authorization });
        Assert.True(made.Status == 200, made.ToString());
        return made["id"]!;
    }

    public static async Task<string> ApplicationAsync(OrgCaller admin, string pool, params string[] redirectUrls)
    {
        var made = await admin.PostAsync("/org/sdkClient", new { name = "App", description = "", kind = new { application = new { userPoolId = pool } }, oauthConfig = new { redirectUrls } });
        Assert.True(made.Status == 200, made.ToString());
        return made["id"]!;
    }

    /// <summary>What the server has none of: routes that fail.</summary>
    sealed class BrokenApi : IOrgResource
    {
        public void Map(IEndpointRouteBuilder routes)
        {
            routes.MapGet("/org/broken/bug", IResult () => throw new InvalidOperationException("a secret of ours")).Requires(MemberRole.ReadOnly);
            routes.MapGet("/org/broken/away", IResult () => throw new StorageUnavailableException("a secret of the driver")).Requires(MemberRole.ReadOnly);
        }
    }
}

/// <summary>Somebody who calls the API; over HTTP, as programs do.</summary>
/// <param name="Bearer">Null for nobody.</param>
public sealed record OrgCaller(IdpApp App, string? Bearer, string Organization)
{
    public string Id { get; init; } = "";

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> PatchAsync(string path, object? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, body, headers);

    public Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    public Task<Answer> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        var json = body switch
        {
            null => null,
            string text => System.Text.Encoding.UTF8.GetBytes(text),
            JsonNode node => System.Text.Encoding.UTF8.GetBytes(node.ToJsonString()),
            _ => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body),
        };
        return App.RawAsync(method, path, json, Bearer is null ? null : $"Bearer {Bearer}", "application/json", headers);
    }
}
