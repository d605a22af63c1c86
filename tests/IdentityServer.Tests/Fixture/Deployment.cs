using System.Text.Json;
using IdentityServer.Testing;

namespace IdentityServer.Tests.Fixture;

/// <summary>
/// The real server on a folder and a port that outlive its process, configured by a declarative file as an operator
/// would write it: users alice and bob, clients web, asking and spa, one API.
/// </summary>
public sealed class Deployment : IAsyncDisposable
{
    readonly IdpStart start;

    Deployment(IdpStart start)
    {
        this.start = start;
        Caller = new(new($"http://localhost:{start.Port}"));
    }

    public string Folder => start.DataFolder!;

    public string Issuer => $"http://localhost:{start.Port}";

    public string DatabaseFile => Path.Combine(Folder, "data", "idp.db");

    /// <summary>The one that runs, or ran last.</summary>
    public IdpProcess Process { get; private set; } = null!;

    /// <summary>A client's back channel.</summary>
    public Caller Caller { get; }

    /// <param name="spaOrigin">The origin of the single-page application, if the test has one.</param>
    /// <param name="callback">Of web and asking, where the test has a page there.</param>
    public static async Task<Deployment> StartAsync(CancellationToken ct, string environment = "Production", string? spaOrigin = null,
        string? callback = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var deployment = await PrepareAsync(ct, environment, spaOrigin, callback, settings);
        try
        {
            await deployment.RestartAsync(ct);
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Folder, file and port, and nothing running.</summary>
    public static async Task<Deployment> PrepareAsync(CancellationToken ct, string environment = "Production", string? spaOrigin = null,
        string? callback = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var folder = Repository.TemporaryFolder("site");
        var file = await WriteAsync(folder, Declaration(spaOrigin, callback), ct);
        Dictionary<string, string> all = new(settings ?? new Dictionary<string, string>()) { ["Idp:Configuration:File"] = file };
        return new(new() { Environment = environment, DataFolder = folder, Port = Repository.FreePort(), Settings = all });
    }

    /// <summary>Puts a declarative file into a folder; returns its path.</summary>
    public static async Task<string> WriteAsync(string folder, object declaration, CancellationToken ct)
    {
        var file = Path.Combine(folder, "declared.json");
        await File.WriteAllTextAsync(file, declaration as string ?? JsonSerializer.Serialize(declaration), ct);
        return file;
    }

    public Browser NewBrowser() => new(new(Issuer));

    /// <summary>A process on the same folder and port, ready; the one before must have ended.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        if (Process is not null)
            await Process.DisposeAsync();
        Process = await IdpProcess.StartAsync(start, ct);
    }

    /// <summary>The same, with other settings on top, and not waited for.</summary>
    public async Task LaunchAsync(IReadOnlyDictionary<string, string> changes)
    {
        if (Process is not null)
            await Process.DisposeAsync();
        Process = IdpProcess.Launch(start with { Settings = new Dictionary<string, string>(start.Settings.Concat(changes)) });
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        Caller.Dispose();
        await Repository.RemoveAsync(Folder);
    }

    public static object Declaration(string? spaOrigin = null, string? callback = null) => new
    {
        organization = new { name = "Acme" },
        members = new[] { new { email = "admin@acme.test", password = IdpApp.Password, role = "Admin" } },
        resources = new[] { new { resource = TestClients.Api, scopes = new[] { "cart" } } },
        clients = new object[]
        {
            Confidential(TestClients.Web, "Web shop", "implicit", callback),
            Confidential(TestClients.Asking, "Asking shop", "remember", callback),
            new
            {
                client_id = "spa",
                client_name = "Single-page shop",
                token_endpoint_auth_method = "none",
                redirect_uris = new[] { (spaOrigin ?? TestClients.Origin) + "/callback.html" },
                post_logout_redirect_uris = new[] { (spaOrigin ?? TestClients.Origin) + "/" },
                grant_types = new[] { "authorization_code", "refresh_token" },
                scope = "openid profile email offline_access",
                allowed_origins = new[] { spaOrigin ?? TestClients.Origin },
                consent = "implicit",
            },
        },
        users = new[] { Person(IdpApp.Alice, "Alice Adams"), Person(IdpApp.Bob, "Bob Brown") },
    };

    static object Confidential(string id, string name, string consent, string? callback) => new
    {
        client_id = id,
        client_name = name,
        client_secret = TestClients.SecretOf(id),
        redirect_uris = new[] { callback ?? TestClients.Callback },
        post_logout_redirect_uris = new[] { TestClients.SignedOut },
        grant_types = new[] { "authorization_code", "refresh_token", "client_credentials" },
        token_endpoint_auth_method = "client_secret_basic",
        scope = "openid profile email offline_access cart",
        consent,
    };

    static object Person(string name, string fullName) => new
    {
        username = name,
        email = $"{name}@acme.test",
        email_verified = true,
        password = IdpApp.Password,
        claims = new { name = fullName },
    };
}
