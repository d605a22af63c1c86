using System.Text.Json;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary><c>/v1/keys</c>. Each test has a server of its own, since keys are the server's.</summary>
public sealed class KeysApiTests : IAsyncLifetime
{
    readonly ManagementApp management = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    IdpApp App => management.App;

    public ValueTask InitializeAsync() => management.InitializeAsync();

    public ValueTask DisposeAsync() => management.DisposeAsync();

    async Task<JsonElement> PostAsync(string path, object body)
    {
        var answer = await management.PostAsync("/v1/keys" + path, management.Admin, JsonSerializer.Serialize(body));
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json;
    }

    async Task<string> TokenAsync() => (await App.FormAsync("/connect/token", TestClients.Service,
        ("grant_type", "client_credentials"), ("scope", "cart"), ("resource", TestClients.Api)))["access_token"]!;

    async Task<JsonElement> ListAsync()
    {
        var answer = await management.GetAsync("/v1/keys", management.ReadOnly);
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json;
    }

    async Task<string[]> PublishedAsync() =>
        [.. (await management.GetAsync("/.well-known/jwks.json", null)).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    async Task<JsonElement> RotationAsync(string algorithm) =>
        (await ListAsync()).GetProperty("rotations").EnumerateArray().Single(one => one.GetProperty("algorithm").GetString() == algorithm);

    /// <summary>What the schedule does when it fires.</summary>
    async Task LookAsync()
    {
        await App.Service<KeyRotator>().ExtendAsync(PoolId.Default, Ct);
        await App.Service<KeyRotator>().RunAsync(PoolId.Default, Ct);
        await App.Service<KeyRingWatch>().LookAsync(Ct);
    }

    [Fact]
    public async Task The_list_shows_public_halves_and_where_each_algorithm_stands()
    {
        var list = await ListAsync();
        var keys = list.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(await PublishedAsync(), keys.Select(key => key.GetProperty("kid").GetString()));
        Assert.All(keys, key =>
        {
            Assert.Equal("active", key.GetProperty("state").GetString());
            Assert.Empty(key.GetProperty("publicKey").EnumerateObject().Select(member => member.Name).Except(["kty", "use", "kid", "alg", "crv", "x", "y", "n", "e"]));
        });
        Assert.DoesNotContain("sealed", list.ToString(), StringComparison.OrdinalIgnoreCase);
        var one = await management.GetAsync($"/v1/keys/{keys[0].GetProperty("kid").GetString()}", management.ReadOnly);
        Assert.Equal(keys[0].ToString(), one.Json.ToString());
        (await management.GetAsync("/v1/keys/nobody", management.ReadOnly)).IsProblem(404, "not_found");
        (await management.GetAsync("/v1/keys/a%2Fb", management.ReadOnly)).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task A_rotation_goes_its_way_and_the_set_says_how_long_it_may_be_kept()
    {
        var before = await RotationAsync("ES256");
        Assert.Equal(App.Clock.Now + RotationPolicy.DefaultInterval, before.GetProperty("takesOverAt").GetDateTimeOffset());
        var first = (await PostAsync("/rotate", new { algorithm = "ES256" })).GetProperty("rotations")[0];
        var second = (await PostAsync("/rotate", new { algorithm = "ES256" })).GetProperty("rotations")[0];
        Assert.Equal(first.ToString(), second.ToString());
        var next = first.GetProperty("successor").GetString()!;
        Assert.Contains(next, await PublishedAsync());
        Assert.Equal(before.GetProperty("active").GetString(), Kid(await TokenAsync()));

        App.Clock.Advance(RotationPolicy.DefaultAnnounceBefore);
        await LookAsync();
        Assert.Equal(next, Kid(await TokenAsync()));
        Assert.Contains(before.GetProperty("active").GetString(), await PublishedAsync());

        // It leaves the set an hour and a half and some minutes after its last possible token; the header counts down to that.
        var leaves = KeyTimes.LongestLifetime + KeyTimes.Lease + KeyTimes.Afterlife;
        Assert.Equal("300", await MaxAgeAsync());
        App.Clock.Advance(leaves - TimeSpan.FromSeconds(100));
        Assert.Equal("100", await MaxAgeAsync());
        App.Clock.Advance(TimeSpan.FromSeconds(95));
        Assert.Equal("10", await MaxAgeAsync());
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        await LookAsync();
        Assert.DoesNotContain(before.GetProperty("active").GetString(), await PublishedAsync());
        Assert.Equal("300", await MaxAgeAsync());
    }

    [Fact]
    public async Task A_successor_takes_over_early_only_when_relying_parties_can_know_it()
    {
        (await management.PostAsync("/v1/keys/rotate", management.Admin, """{"algorithm":"ES256","now":true}""")).IsProblem(409, "conflict");
        (await management.PostAsync("/v1/keys/rotate", management.Admin, """{"now":true}""")).IsProblem(400, "invalid_request", "algorithm");
        await PostAsync("/rotate", new { algorithm = "ES256" });
        var early = await management.PostAsync("/v1/keys/rotate", management.Admin, """{"algorithm":"ES256","now":true}""");
        early.IsProblem(409, "conflict");
        Assert.Contains("from 2030-01-15 12:07:05Z", early["detail"], StringComparison.Ordinal);
        App.Clock.Advance(KeyTimes.ShortestAnnouncement);
        var taken = (await PostAsync("/rotate", new { algorithm = "ES256", now = true })).GetProperty("rotations")[0];
        Assert.Equal(taken.GetProperty("active").GetString(), Kid(await TokenAsync()));
        (await management.PostAsync("/v1/keys/rotate", management.Admin, """{"algorithm":"HS256"}""")).IsProblem(400, "invalid_request", "algorithm");
    }

    [Fact]
    public async Task A_revoked_key_leaves_at_once_and_its_tokens_with_it()
    {
        var token = await TokenAsync();
        var user = await App.TokensAsync();
        var kid = Kid(token);
        var others = (await PublishedAsync()).Except([kid]).ToArray();
        var revoked = await PostAsync($"/{kid}/revoke", new { reason = "leaked\r\nforged line" });
        Assert.False(revoked.GetProperty("alreadyRevoked").GetBoolean());
        Assert.False(revoked.GetProperty("activeWasAnnounced").GetBoolean());
        Assert.Equal(300, revoked.GetProperty("cachedForSeconds").GetInt32());
        var live = revoked.GetProperty("liveTokens").EnumerateArray().Sum(one => one.GetProperty("tokens").GetInt32());
        Assert.Equal(2, live);

        var now = await PublishedAsync();
        Assert.DoesNotContain(kid, now);
        Assert.Equal(others.Order(), now.Except([revoked.GetProperty("active").GetString()!]).Order());
        Assert.Equal(401, (await App.UserInfoAsync(user.AccessToken)).Status);
        Assert.NotEqual(kid, Kid(await TokenAsync()));
        // Who was signed in stays so: a refresh token is not signed with these keys.
        Assert.Equal(200, (await App.RefreshAsync(user["refresh_token"]!)).Status);

        Assert.True((await PostAsync($"/{kid}/revoke", new { reason = "again" })).GetProperty("alreadyRevoked").GetBoolean());
        var records = (await management.GetAsync("/v1/audit", management.ReadOnly)).Json.GetProperty("records").EnumerateArray()
            .Where(record => record.GetProperty("action").GetString() == "key.revoked").ToArray();
        var record = Assert.Single(records);
        Assert.Equal(kid, record.GetProperty("target").GetString());
        Assert.Equal("leaked\uFFFD\uFFFDforged line", record.GetProperty("details").GetProperty("reason").GetString());
        (await management.PostAsync("/v1/keys/nobody/revoke", management.Admin, """{"reason":"x"}""")).IsProblem(404, "not_found");
        (await management.PostAsync($"/v1/keys/{kid}/revoke", management.Admin, """{"reason":" "}""")).IsProblem(400, "invalid_request", "reason");
    }

    [Fact]
    public async Task An_old_id_token_is_a_hint_after_its_key_has_left_and_none_after_it_was_revoked()
    {
        var tokens = await App.TokensAsync();
        var hint = tokens["id_token"]!;
        await PostAsync("/rotate", new { algorithm = "RS256" });
        App.Clock.Advance(RotationPolicy.DefaultAnnounceBefore);
        await LookAsync();
        App.Clock.Advance(TimeSpan.FromDays(1));
        await LookAsync();
        Assert.DoesNotContain(Kid(hint), await PublishedAsync());
        Assert.NotNull(App.Service<Domain.Tokens.IdTokenHint>().Read(App.Service<Domain.Pools.Pool>(), hint));
        await PostAsync($"/{Kid(hint)}/revoke", new { reason = "found on a disk" });
        Assert.Null(App.Service<Domain.Tokens.IdTokenHint>().Read(App.Service<Domain.Pools.Pool>(), hint));
    }

    [Fact]
    public async Task A_policy_is_set_refused_and_taken_back()
    {
        Task<Answer> PutAsync(string body, string algorithm = "ES256") => App.RawAsync(HttpMethod.Put, $"/v1/keys/policies/{algorithm}", System.Text.Encoding.UTF8.GetBytes(body), $"Bearer {management.Admin}", "application/json");
        var set = await PutAsync("""{"intervalSeconds":172800,"announceBeforeSeconds":90000,"schedule":"0 0/10 * * * ?"}""");
        Assert.True(set.Status == 200, set.ToString());
        Assert.Equal(172800, set.Json.GetProperty("policy").GetProperty("intervalSeconds").GetInt64());
        var rotation = await RotationAsync("ES256");
        Assert.Equal(App.Clock.Now.AddDays(2), rotation.GetProperty("takesOverAt").GetDateTimeOffset());
        Assert.Equal(App.Clock.Now.AddDays(90), (await RotationAsync("RS256")).GetProperty("takesOverAt").GetDateTimeOffset());

        var harmful = await PutAsync("""{"intervalSeconds":172800,"announceBeforeSeconds":60}""");
        harmful.IsProblem(400, "invalid_request");
        Assert.Contains("00:07:05", harmful["detail"], StringComparison.Ordinal);
        (await PutAsync("""{"intervalSeconds":172800,"announceBeforeSeconds":90000,"schedule":"every day"}""")).IsProblem(400, "invalid_request", "schedule");
        Assert.Contains("ScheduleMalformed", management.Log.Text, StringComparison.Ordinal);
        (await PutAsync("""{"intervalSeconds":-1,"announceBeforeSeconds":90000}""")).IsProblem(400, "invalid_request", "intervalSeconds");
        (await PutAsync("""{"intervalSeconds":9223372036854775807,"announceBeforeSeconds":90000}""")).IsProblem(400, "invalid_request", "intervalSeconds");
        (await PutAsync("""{"intervalSeconds":172800,"announceBeforeSeconds":90000}""", "HS256")).IsProblem(400, "invalid_request");

        var reset = await App.RawAsync(HttpMethod.Delete, "/v1/keys/policies/ES256", authorization: $"Bearer {management.Admin}");
        Assert.Equal(90 * 24 * 3600, reset.Json.GetProperty("policy").GetProperty("intervalSeconds").GetInt64());
    }

    [Fact]
    public async Task A_key_from_elsewhere_keeps_its_name_and_its_private_half_goes_nowhere()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        var imported = await PostAsync("", new { privateKey = pem, kid = "key/of the past".Replace(' ', '-') });
        Assert.Equal(("key/of-the-past", "RS256", "announced"), (imported.GetProperty("kid").GetString(), imported.GetProperty("algorithm").GetString(), imported.GetProperty("state").GetString()));
        Assert.Contains("key/of-the-past", await PublishedAsync());
        var shown = await management.GetAsync("/v1/keys/key%2Fof-the-past", management.ReadOnly);
        Assert.Equal(rsa.ExportSubjectPublicKeyInfoPem(), shown["pem"]);
        foreach (var line in pem.Split('\n')[1..^1])
            Assert.DoesNotContain(line, $"{imported}{shown.Body}{management.Log.Text}{(await management.GetAsync("/v1/audit", management.ReadOnly)).Body}", StringComparison.Ordinal);

        var again = await management.PostAsync("/v1/keys", management.Admin, JsonSerializer.Serialize(new { privateKey = pem, kid = "another" }));
        again.IsProblem(400, "invalid_request");
        Assert.Contains("this very key already under the name key/of-the-past", again["detail"], StringComparison.Ordinal);
        (await management.PostAsync("/v1/keys", management.Admin, """{"privateKey":"nonsense"}""")).IsProblem(400, "invalid_request");
        Assert.Contains("management refused: KeyUnfit ", management.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_read_the_set_since_a_key_is_public_is_known()
    {
        await management.GetAsync("/.well-known/jwks.json?client_id=" + TestClients.Web, null);
        await App.Service<Ledgers>().FlushAsync(Ct);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = (await PostAsync("/rotate", new { algorithm = "ES256" })).GetProperty("rotations")[0].GetProperty("successor").GetString();
        async Task<JsonElement> ReadinessAsync() => (await management.GetAsync($"/v1/keys/{next}/readiness", management.ReadOnly)).Json;
        var before = await ReadinessAsync();
        Assert.False(before.GetProperty("isReady").GetBoolean());
        Assert.Equal((TestClients.Web, true), (before.GetProperty("waiting")[0].GetProperty("name").GetString(), before.GetProperty("waiting")[0].GetProperty("isClient").GetBoolean()));

        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await management.GetAsync("/.well-known/jwks.json?client_id=" + TestClients.Web, null);
        await App.Service<Ledgers>().FlushAsync(Ct);
        var after = await ReadinessAsync();
        Assert.True(after.GetProperty("isReady").GetBoolean(), after.ToString());
        Assert.Equal(TestClients.Web, after.GetProperty("ready")[0].GetProperty("name").GetString());
        (await management.GetAsync("/v1/keys/nobody/readiness", management.ReadOnly)).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task Rewrapping_does_all_or_nothing_and_says_which()
    {
        var done = await PostAsync("/rewrap", new { });
        Assert.Equal(0, done.GetProperty("resealed").GetInt32());
        Assert.True(done.GetProperty("values").GetInt32() >= 4);
        await App.Service<IKeyStore>().AddSecretAsync(new() { Name = "foreign", Sealed = new byte[60], SealedBy = "0123456789abcdef", CreatedAt = App.Clock.Now }, Ct);
        var refused = await management.PostAsync("/v1/keys/rewrap", management.Admin, "");
        refused.IsProblem(409, "conflict");
        Assert.Contains("the secret foreign", refused["detail"], StringComparison.Ordinal);
        Assert.Contains("management refused: RewrapImpossible ", management.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_successor_that_is_missing_is_an_alarm_and_no_reason_to_stop()
    {
        async Task<string[]> WarningsAsync()
        {
            var ready = await management.GetAsync("/health/ready", null);
            Assert.Equal((200, "ready"), (ready.Status, ready["status"]));
            return ready.Json.TryGetProperty("warnings", out var warnings) ? [.. warnings.EnumerateArray().Select(warning => warning.GetString()!)] : [];
        }
        Assert.Empty(await WarningsAsync());
        // Nobody looks after the schedule here.
        App.Clock.Advance(RotationPolicy.DefaultInterval);
        await App.Service<KeyRingWatch>().LookAsync(Ct);
        Assert.Contains(await WarningsAsync(), warning => warning.StartsWith("The ES256 key of pool default should have a successor since 2030-04-01", StringComparison.Ordinal));
        Assert.Contains("1254 The ES256 key has no successor", management.Log.Text, StringComparison.Ordinal);
        await LookAsync();
        Assert.Empty(await WarningsAsync());
        Assert.Contains("1255 The ES256 key has its successor now", management.Log.Text, StringComparison.Ordinal);
    }

    async Task<string> MaxAgeAsync()
    {
        var answer = await management.GetAsync("/.well-known/jwks.json", null);
        return $"{answer.Headers.CacheControl!.MaxAge!.Value.TotalSeconds}";
    }

    static string Kid(string token) =>
        JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal)))).GetProperty("kid").GetString()!;
}
