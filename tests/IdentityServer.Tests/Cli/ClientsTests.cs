using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp clients</c>.</summary>
public sealed class ClientsTests
{
    const string Callback = "https://app.example/cb";

    [Fact]
    public async Task A_confidential_client_gets_a_secret_that_is_shown_once_and_never_stored()
    {
        await using var shell = new Shell();
        var made = await shell.AskAsync("clients", "create", "--id", "web", "--name", "Web shop", "--redirect-uri", Callback, "https://app.example/other", "--grant", "authorization_code", "refresh_token");
        Assert.Equal("web", made.GetProperty("client_id").GetString());
        Assert.Equal("client_secret_basic", made.GetProperty("token_endpoint_auth_method").GetString());
        Assert.Equal([Callback, "https://app.example/other"], made.GetProperty("redirect_uris").EnumerateArray().Select(uri => uri.GetString()));
        Assert.EndsWith("/.well-known/openid-configuration", made.GetProperty("discovery").GetString(), StringComparison.Ordinal);
        var secret = made.GetProperty("client_secret").GetString()!;
        Assert.True(secret.Length >= 43, "The secret is short.");
        Assert.Equal(1, Shell.Count(made.ToString(), secret));

        var later = await shell.DoAsync("clients", "list") + await shell.DoAsync("clients", "show", "web") + await shell.AskAsync("clients", "list") + await shell.AskAsync("clients", "show", "web");
        Assert.DoesNotContain(secret, later, StringComparison.Ordinal);
        Assert.DoesNotContain("secret\"", later, StringComparison.Ordinal);
        Assert.Contains("Web shop", later, StringComparison.Ordinal);
        await shell.HasNotStoredAsync(secret);
    }

    [Fact]
    public async Task In_words_the_secret_stands_there_once_and_what_to_do_next()
    {
        await using var shell = new Shell();
        var said = await shell.DoAsync("clients", "create", "--redirect-uri", Callback);
        var secret = ValueOf(said, "client_secret");
        Assert.True(secret.Length >= 43, said);
        Assert.Equal(1, Shell.Count(said, secret));
        Assert.Contains("shown this once", said, StringComparison.Ordinal);
        Assert.Contains("/.well-known/openid-configuration", said, StringComparison.Ordinal);
        Assert.Contains(ValueOf(said, "client_id"), await shell.DoAsync("clients", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_client_has_no_secret()
    {
        await using var shell = new Shell();
        Assert.DoesNotContain("client_secret", await shell.DoAsync("clients", "create", "--id", "spa", "--public", "--redirect-uri", Callback), StringComparison.Ordinal);
        var made = await shell.AskAsync("clients", "create", "--id", "app", "--public", "--redirect-uri", "com.example.app:/cb");
        Assert.False(made.TryGetProperty("client_secret", out _));
        Assert.Equal("none", made.GetProperty("token_endpoint_auth_method").GetString());
        await shell.RefusedAsync("contradict", "clients", "create", "--public", "--auth-method", "client_secret_post", "--redirect-uri", Callback);
        await shell.RefusedAsync("has no secret", "clients", "update", "spa", "--new-secret");
    }

    [Fact]
    public async Task A_workload_shows_the_token_of_a_trusted_issuer_and_has_no_secret()
    {
        await using var shell = new Shell();
        string[] create = ["clients", "create", "--id", "ci", "--auth-method", "trusted_issuer_jwt", "--grant", "client_credentials", "--scope", "deploy"];
        await shell.RefusedAsync("cannot be stored", [.. create, "--trusted-issuer", "https://ci.example"]);
        var made = await shell.AskAsync([.. create, "--trusted-issuer", "https://ci.example", "--trusted-subject", "acme/site|main"]);
        Assert.False(made.TryGetProperty("client_secret", out _));
        Assert.Equal(("https://ci.example", "acme/site|main"), (made.GetProperty("trusted_issuer").GetString(), made.GetProperty("trusted_subject").GetString()));
        Assert.Contains("acme/site|main", await shell.DoAsync("clients", "show", "ci"), StringComparison.Ordinal);
        await shell.RefusedAsync("has no secret", "clients", "update", "ci", "--new-secret");
        await shell.RefusedAsync("cannot be stored", "clients", "update", "ci", "--auth-method", "client_secret_basic", "--trusted-subject", "x");
        Assert.Equal("acme/site|next", (await shell.AskAsync("clients", "update", "ci", "--trusted-subject", "acme/site|next")).GetProperty("trusted_subject").GetString());
        var secret = await shell.AskAsync("clients", "update", "ci", "--auth-method", "client_secret_basic");
        Assert.True(secret.TryGetProperty("client_secret", out _));
        Assert.Null(secret.GetProperty("trusted_issuer").GetString());
    }

    [Theory]
    [InlineData("redirect_uris[0]: must use https unless the host is loopback", "--redirect-uri", "http://app.example/cb")]
    [InlineData("redirect_uris[0]: must not contain a wildcard: list each URI in full", "--redirect-uri", "https://*.app.example/cb")]
    [InlineData("redirect_uris[0]: must not have a fragment", "--redirect-uri", "https://app.example/cb#here")]
    [InlineData("redirect_uris[0]: must be an absolute URI such as https://", "--redirect-uri", "/cb")]
    [InlineData("redirect_uris[0]: must use https, http on loopback, or a private-use scheme such as com.example.app", "--redirect-uri", "javascript:alert(1)")]
    [InlineData("redirect_uris[1]: must not have a user part", "--redirect-uri", Callback, "https://me@app.example/cb")]
    [InlineData("redirect_uris: must have at least one entry", "--name", "None")]
    [InlineData("grant_types[0]: must be one of", "--redirect-uri", Callback, "--grant", "password")]
    [InlineData("token_endpoint_auth_method: must be one of", "--redirect-uri", Callback, "--auth-method", "private_key_jwt")]
    [InlineData("id_token_signed_response_alg: must be one of", "--redirect-uri", Callback, "--id-token-alg", "none")]
    [InlineData("consent: must be one of", "--redirect-uri", Callback, "--consent", "maybe")]
    [InlineData("allowed_origins[0]: must be scheme, host and port alone", "--redirect-uri", Callback, "--origin", "https://app.example/")]
    [InlineData("client_id: must be 1 to 255", "--redirect-uri", Callback, "--id", "two words")]
    public async Task What_may_not_be_stored_is_refused_with_its_place_and_what_to_write(string says, params string[] options)
    {
        await using var shell = new Shell();
        string[] words = ["clients", "create", .. options];
        Assert.Contains(says, (await shell.EndsWithAsync(1, words)).Error, StringComparison.Ordinal);
        var only = Assert.Single(Shell.Document(await shell.EndsWithAsync(1, [.. words, "--json"])).GetProperty("problems").EnumerateArray());
        Assert.StartsWith(only.GetProperty("path").GetString()!, says, StringComparison.Ordinal);
        Assert.Equal("0", await SqliteDatabase.QueryAsync(shell.DatabaseFile, "SELECT count(*) FROM Clients", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Updating_changes_what_is_given_and_nothing_else()
    {
        await using var shell = new Shell();
        var secret = (await shell.AskAsync("clients", "create", "--id", "web", "--name", "Web", "--redirect-uri", Callback)).GetProperty("client_secret").GetString()!;
        await shell.RefusedAsync("idp clients update web", "clients", "create", "--id", "web", "--redirect-uri", Callback);

        var changed = await shell.AskAsync("clients", "update", "web", "--scope", "openid email", "--disable");
        Assert.False(changed.TryGetProperty("client_secret", out _));
        Assert.Equal("openid email", changed.GetProperty("scope").GetString());
        Assert.Equal("Web", changed.GetProperty("client_name").GetString());
        Assert.True(changed.GetProperty("disabled").GetBoolean());
        Assert.Contains("disabled", await shell.DoAsync("clients", "list"), StringComparison.Ordinal);
        Assert.False((await shell.AskAsync("clients", "update", "web", "--enable")).GetProperty("disabled").GetBoolean());

        var renewed = (await shell.AskAsync("clients", "update", "web", "--new-secret")).GetProperty("client_secret").GetString()!;
        Assert.NotEqual(secret, renewed);
        Assert.False((await shell.AskAsync("clients", "update", "web", "--public")).TryGetProperty("client_secret", out _));
        Assert.True((await shell.AskAsync("clients", "update", "web", "--auth-method", "client_secret_post")).TryGetProperty("client_secret", out _));
        await shell.RefusedAsync("cannot be stored", "clients", "update", "web", "--redirect-uri", "http://app.example/cb");
    }

    [Fact]
    public async Task A_client_that_is_not_there_is_refused_and_a_deleted_one_is_gone()
    {
        await using var shell = new Shell();
        await shell.DoAsync("clients", "create", "--id", "web", "--redirect-uri", Callback);
        Assert.True((await shell.AskAsync("clients", "delete", "web")).GetProperty("deleted").GetBoolean());
        foreach (var command in (string[])["show", "update", "delete"]) await shell.RefusedAsync("There is no client web. Show those there are with: idp clients list", "clients", command, "web");
        await shell.RefusedAsync("There is no client", "clients", "show", "two words");
    }

    internal static string ValueOf(string said, string name) =>
        said.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(words => words.Length == 2 && words[0] == name)[1];
}
