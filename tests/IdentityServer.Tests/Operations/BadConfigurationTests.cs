using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Operations;

/// <summary>A wrong setting stops the start: exit code 1, the key by its name, no stack trace, nothing made. F28.</summary>
public sealed class BadConfigurationTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Idp:Issuer", "", "is required")]
    [InlineData("Idp:Issuer", "http://login.example.com", "https")]
    [InlineData("Idp:Issuer", "https://login.example.com/", "must not end with a slash")]
    [InlineData("Idp:Issuer", "https://login.example.com/tenant", "no path")]
    [InlineData("Idp:Issuer", "https://login.example.com?x=1", "query")]
    [InlineData("Idp:Issuer", "https://LOGIN.example.com", "canonical")]
    [InlineData("Idp:Issuer", "login.example.com", "absolute URL")]
    [InlineData("Idp:Database:Provider", "Oracle", "Sqlite, SqlServer or PostgreSql")]
    [InlineData("Idp:Database:ConnectionString", "", "", "Idp:Database:Provider", "PostgreSql")]
    [InlineData("Idp:Database:ConnectionString", "", "", "Idp:Database:Provider", "SqlServer")]
    [InlineData("Idp:Database:ConnectionString", "Host=x;Pasword=hunter2", "", "Idp:Database:Provider", "PostgreSql")]
    [InlineData("Idp:Database:ConnectionString", "no connection string", "", "Idp:Database:Provider", "SqlServer")]
    [InlineData("Idp:Database:ConnectionString", "", "Data Source")]
    [InlineData("Idp:Database:ConnectionString", "Data Source=:memory:", "Data Source")]
    [InlineData("Idp:Database:MigrateOnStart", "perhaps", "")]
    [InlineData("Idp:Keys:MasterKey", "short", "32 bytes")]
    [InlineData("Idp:Keys:MasterKey", "c2hvcnQ=", "32 bytes")]
    [InlineData("Idp:Keys:Schedule", "daily", "six, or seven")]
    [InlineData("Idp:Keys:Schedule", "0 0 0 ? * MON", "fire at least every")]
    [InlineData("Idp:Keys:AnnounceBefore", "00:05:00", "00:07:05")]
    [InlineData("Idp:Keys:RotationInterval", "1.00:00:00", "at least as long as the announcement")]
    [InlineData("Idp:Keys:MasterKey", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= short", "32 bytes")]
    [InlineData("Idp:Keys:MasterKeyCommand", "", "must not be blank")]
    [InlineData("Idp:Configuration:File", "/nowhere/idp.json", "/nowhere/idp.json")]
    [InlineData("Idp:Proxy:KnownNetworks:0", "10.0.0.0/40", "Idp:Proxy:KnownNetworks")]
    [InlineData("Idp:Egress:AllowedHosts:0", "idp.corp.example", "idp.corp.example:8443")]
    [InlineData("Idp:Egress:AllowedHosts:0", "https://idp.corp.example:443", "write a host and its port")]
    [InlineData("Idp:Egress:AllowedHosts:0", "*.corp.example:443", "'*.corp.example:443'")]
    [InlineData("Idp:Egress:ExtraCaFile", "/nowhere/ca.pem", "/nowhere/ca.pem")]
    [InlineData("Idp:Egress:ExtraCaFile", "", "leave the setting out")]
    [InlineData("Idp:Egress:ExtraCaFile", "/etc/hostname", "BEGIN CERTIFICATE")]
    [InlineData("Idp:Telemetry:OtlpEndpoint", "collector:4317", "URL")]
    [InlineData("Idp:Demo:Enabled", "ja", "")]
    public async Task A_wrong_value_stops_the_start_and_is_named(string key, string value, string words, string? otherKey = null, string? otherValue = null)
    {
        Dictionary<string, string> settings = new() { [key] = value };
        if (otherKey is not null)
            settings[otherKey] = otherValue!;

        var answer = await RunAsync(new() { Environment = "Production", Settings = settings });

        AssertRefused(answer, key.EndsWith(":0", StringComparison.Ordinal) ? key[..^2] : key);
        Assert.Contains(words, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"clients\": [", "1")]
    [InlineData("[]", "")]
    [InlineData("{ \"clients\": [ { \"client_id\": \"web\", \"redirect_uris\": [\"http://app.example/cb\"] } ] }", "clients[0].redirect_uris[0]")]
    [InlineData("{ \"cleints\": [] }", "cleints")]
    public async Task Every_problem_of_the_declarative_file_is_named(string json, string words)
    {
        await using var folder = new Borrowed();
        var file = await Deployment.WriteAsync(folder.Path, json, Ct);

        var answer = await RunAsync(new()
        {
            Environment = "Production",
            DataFolder = folder.Path,
            Settings = new Dictionary<string, string> { ["Idp:Configuration:File"] = file },
        });

        AssertRefused(answer, "Idp:Configuration:File");
        Assert.Contains(file, answer.Error, StringComparison.Ordinal);
        Assert.Contains(words, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")), "The start had made something already.");
    }

    [Theory]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", UnixFileMode.OtherRead, "chmod 600")]
    [InlineData("not a key", UnixFileMode.None, "32 bytes")]
    [InlineData("", UnixFileMode.None, "32 bytes")]
    public async Task A_master_key_that_others_can_read_or_that_is_none_is_refused(string content, UnixFileMode others, string words)
    {
        await using var folder = new Borrowed();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "keys")).FullName, "master.key");
        await File.WriteAllTextAsync(file, content, Ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        var answer = await RunAsync(new() { Environment = "Production", DataFolder = folder.Path });

        AssertRefused(answer, file);
        Assert.Contains(words, answer.Error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(file, Ct));
    }

    [Fact]
    public async Task A_keys_directory_that_is_none_is_refused()
    {
        var answer = await RunAsync(new() { Environment = "Production", Settings = new Dictionary<string, string> { ["Idp:Keys:Directory"] = "/dev/null/keys" } });
        AssertRefused(answer, "Idp:Keys:Directory");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_without_a_stack_trace()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        var answer = await RunAsync(new() { Environment = "Production", Port = new Uri(site.Origin).Port });
        AssertRefused(answer, "address already in use");
    }

    static Task<CommandAnswer> RunAsync(IdpStart start) => IdpProcess.RunAsync(start, null, Ct);

    static void AssertRefused(CommandAnswer answer, string name)
    {
        Assert.True(answer.ExitCode == 1, answer.ToString());
        Assert.Contains(name, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Error, StringComparison.Ordinal);
    }

    sealed class Borrowed : IAsyncDisposable
    {
        public string Path { get; } = Repository.TemporaryFolder("bad");

        public async ValueTask DisposeAsync() => await Repository.RemoveAsync(Path);
    }
}
