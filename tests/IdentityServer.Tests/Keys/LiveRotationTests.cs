using System.Net.Http.Json;
using System.Text.Json;
using IdentityServer.Domain.Keys;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>A real server is rotated while programs that nobody here wrote verify its tokens; then a key is revoked.</summary>
public sealed class LiveRotationTests
{
    const string ApiKey = "idp_ak_0123456789abcdefghijklmnopqrstuvwxyzABCD";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jose_follows_a_rotation_and_refuses_what_was_revoked()
    {
        var folder = Testing.Repository.TemporaryFolder("live");
        try
        {
            var port = Testing.Repository.FreePort();
            var file = await Deployment.WriteAsync(folder, new
            {
                organization = new { name = "Acme" },
                apiKeys = new[] { new { name = "ci", key = ApiKey, role = "Admin" } },
                resources = new[] { new { resource = TestClients.Api, scopes = new[] { "cart" } } },
                clients = new[]
                {
                    new
                    {
                        client_id = TestClients.Web, client_secret = TestClients.SecretOf(TestClients.Web), grant_types = new[] { "client_credentials" }, scope = "cart",
                    },
                },
            }, Ct);
            await using var idp = await IdpProcess.StartAsync(new() { Environment = "Production", DataFolder = folder, Port = port, Settings = new Dictionary<string, string> { ["Idp:Configuration:File"] = file } }, Ct);
            var issuer = $"http://localhost:{port}";
            using Caller caller = new(new(issuer));
            using HttpClient management = new() { BaseAddress = new(issuer), DefaultRequestHeaders = { Authorization = new("Bearer", ApiKey) } };
            async Task<JsonElement> PostAsync(string path, object body)
            {
                using var answer = await management.PostAsJsonAsync(path, body, Ct);
                var text = await answer.Content.ReadAsStringAsync(Ct);
                Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
                return JsonElement.Parse(text);
            }
            async Task<string> TokenAsync() => (await caller.ClientCredentialsAsync(Ct))["access_token"]!;

            // One as the library comes, one that fetches often, and both know nothing but the URL.
            await using var steady = await JoseRelyingParty.StartAsync(issuer, Ct);
            await using var eager = await JoseRelyingParty.StartAsync(issuer, Ct, """{"cacheMaxAge": 1500, "cooldownDuration": 0}""");
            var first = await TokenAsync();
            var old = await steady.VerifyAsync(first, Ct);
            Assert.Equal(old, await eager.VerifyAsync(first, Ct));

            // The next key is public; the old one signs on, and too early a change of hands is refused.
            var announced = (await PostAsync("/v1/keys/rotate", new { algorithm = "ES256" })).GetProperty("rotations")[0];
            var next = announced.GetProperty("successor").GetString();
            Assert.Equal(old, announced.GetProperty("active").GetString());
            using (var early = await management.PostAsJsonAsync("/v1/keys/rotate", new { algorithm = "ES256", now = true }, Ct)) Assert.Equal(409, (int)early.StatusCode);
            Assert.Equal(old, await steady.VerifyAsync(await TokenAsync(), Ct));

            // The announcement passes: as if the clock had gone on. This copy of the set is older than the next key.
            await SqliteDatabase.ExecuteAsync(Path.Combine(folder, "data", "idp.db"),
                $"UPDATE SigningKeys SET AnnouncedAt = AnnouncedAt - {KeyTimes.ShortestAnnouncement.Ticks} WHERE Kid = '{next}'", Ct);
            await using var stale = await JoseRelyingParty.StartAsync(issuer, Ct);
            await PostAsync("/v1/keys/rotate", new { algorithm = "ES256", now = true });
            var second = await TokenAsync();
            foreach (var party in (JoseRelyingParty[])[stale, eager])
            {
                Assert.Equal(next, await party.VerifyAsync(second, Ct));
                Assert.Equal(old, await party.VerifyAsync(first, Ct));
            }

            // Emergency. What was signed by it is dead here at once, and where the set is fetched again.
            var revoked = await PostAsync($"/v1/keys/{next}/revoke", new { reason = "the backup was copied" });
            var third = revoked.GetProperty("active").GetString();
            Assert.NotEqual(next, third);
            Assert.Equal((TestClients.Web, 1), (revoked.GetProperty("liveTokens")[0].GetProperty("clientId").GetString(), revoked.GetProperty("liveTokens")[0].GetProperty("tokens").GetInt32()));
            Assert.Equal("False", (await caller.FormAsync("/connect/introspect", TestClients.Web, Ct, ("token", second)))["active"], ignoreCase: true);
            await using var fresh = await JoseRelyingParty.StartAsync(issuer, Ct);
            Assert.Equal("ERR_JWKS_NO_MATCHING_KEY", await fresh.VerifyAsync(second, Ct));
            // Two seconds have passed with the answer: the eager one's copy is old.
            Assert.Equal("ERR_JWKS_NO_MATCHING_KEY", await eager.VerifyAsync(second, Ct));
            // And the key before, which signed nothing wrong, still counts, as does the one that took over.
            Assert.Equal(old, await fresh.VerifyAsync(first, Ct));
            Assert.Equal(third, await eager.VerifyAsync(await TokenAsync(), Ct));

            var audit = await management.GetStringAsync("/v1/audit", Ct);
            Assert.Equal(1, audit.Split("key.revoked").Length - 1);
            Assert.Contains("the backup was copied", audit, StringComparison.Ordinal);
        }
        finally
        {
            await Testing.Repository.RemoveAsync(folder);
        }
    }
}
