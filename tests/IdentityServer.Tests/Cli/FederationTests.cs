using IdentityServer.Domain.Jose;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Org;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp connections</c>, <c>idp issuers</c>, and both in a declarative file, without a server.</summary>
public sealed class FederationTests
{
    const string Secret = "a-secret-that-is-never-shown";

    [Fact]
    public async Task What_a_file_declares_commands_show_and_change()
    {
        await using var provider = await JwksSite.StartAsync();
        var key = SigningCredential.Generate(JwsAlgorithm.RS256);
        var issuer = provider.Url("").TrimEnd('/');
        provider.Answer = http => http.Response.WriteAsync(http.Request.Path == "/jwks"
            ? Provider.Set(key.PublicJwk)
            : $$"""{"issuer":"{{issuer}}","jwks_uri":"{{issuer}}/jwks","authorization_endpoint":"{{issuer}}/auth","token_endpoint":"{{issuer}}/token"}""");
        await using var shell = new Shell { Settings = { ["Idp:Egress:AllowedHosts:0"] = provider.Authority } };

        // A database that is new has nothing to seal with yet: applying makes it, planning does without.
        var file = await shell.WriteAsync("idp.json", $$"""
            { "organization": { "name": "Acme" }, "connections": [ { "connectionId": "sso", "issuerUrl": "{{issuer}}", "clientId": "us", "clientSecret": "{{Secret}}" } ],
              "trustedIssuers": [ { "issuer": "https://ci.example", "audience": "idp", "roles": { "a": "ReadOnly" } } ] }
            """);
        Assert.Contains("Done: 3 changes.", await shell.DoAsync("config", "apply", file), StringComparison.Ordinal);
        Assert.Contains("Nothing to change", await shell.DoAsync("config", "plan", file), StringComparison.Ordinal);
        Assert.Contains("https://ci.example", await shell.DoAsync("issuers", "list"), StringComparison.Ordinal);

        Assert.True((await shell.AskAsync("connections", "disable", "sso")).GetProperty("disabled").GetBoolean());
        var made = await shell.TypeAsync(Secret, "connections", "create", "--preset", "okta", "--with", "domain=10.0.0.1", "--client-id", "us", "--secret-file", "-");
        Assert.Equal(1, made.ExitCode);
        Assert.Contains("The issuerUrl must not lead into a private network", made.Error, StringComparison.Ordinal);
        made = await shell.TypeAsync(Secret, "connections", "create", "--preset", "github", "--client-id", "us", "--secret-file", "-");
        Assert.Contains("/connect/callback/github", made.Output, StringComparison.Ordinal);
        var listed = await shell.DoAsync("connections", "list");
        Assert.Contains("disabled", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, listed + made.Output, StringComparison.Ordinal);

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var token = Forge.Signed(key, $$"""{"iss":"{{issuer}}","aud":"idp","sub":"robot","iat":{{now}},"exp":{{now + 600}}}""");
        var preview = await shell.TypeAsync(token, "issuers", "preview", "--token-file", "-", "--role", "robot=Member");
        Assert.Contains("This token is of the user robot, who has the role Member.", preview.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"issuer\": \"" + issuer, (await shell.AskAsync("issuers", "list")).ToString(), StringComparison.Ordinal);
        var trusted = await shell.TypeAsync(token, "issuers", "trust", "--token-file", "-", "--role", "robot=Member");
        Assert.True(trusted.ExitCode == 0, trusted.ToString());
        Assert.Contains("is trusted now", trusted.Output, StringComparison.Ordinal);
        var again = await shell.TypeAsync(token[..^6] + "AAAAAA", "issuers", "trust", "--token-file", "-");
        Assert.Equal(1, again.ExitCode);
        Assert.StartsWith("signature_wrong: ", again.Error, StringComparison.Ordinal);
    }
}
