using System.Text;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Configuration;

/// <summary>User pools, SDK clients and what is in them, of the declarative file.</summary>
public sealed class ReconcilerPoolTests
{
    const string Hosted = "0197f5b0-0000-7000-8000-000000000001";
    const string Provided = "0197f5b0-0000-7000-8000-000000000002";
    const string Web = "0197f5b0-0000-7000-8000-00000000000a";
    const string Back = "0197f5b0-0000-7000-8000-00000000000b";
    const string Key = "idp_ak_0123456789abcdef0123456789abcdef";

    readonly MemoryClients clients = new();
    readonly MemoryUsers users = new();
    readonly MemoryOrganizations organizations = new();
    readonly MemoryApiKeys apiKeys = new();
    readonly MemoryUserPools pools = new();
    readonly ManualClock clock = new(World.Start);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Reconciler Reconciler => Reconcilers.Of(organizations, clock, clients, users: users, keys: apiKeys, pools: pools);

    static string Pool(string id, string more = "", string name = "Shop") => $$""" { "id": "{{id}}", "name": "{{name}}"{{more}} } """;

    static string Source(string uri) => $$""", "authorization": { "jwksUri": "{{uri}}" } """;

    static string App(string pool, string more = "", string id = Web) => $$$""" { "id": "{{{id}}}", "name": "Web", "kind": { "application": { "userPoolId": "{{{pool}}}" } }{{{more}}} } """;

    static string Service(string more = "") => $$""" { "id": "{{Back}}", "name": "Back end", "kind": "service"{{more}} } """;

    async Task<string[]> ApplyAsync(string lists, string organization = "Acme")
    {
        var reading = DeclarationReader.Read(Encoding.UTF8.GetBytes($$"""{ "organization": { "name": "{{organization}}" }, {{lists}} }"""));
        Assert.Empty(reading.Problems);
        string[] planned = [.. (await Reconciler.PlanAsync(reading.Declaration!, Ct)).Select(change => change.ToString())];
        string[] done = [.. (await Reconciler.ApplyAsync(reading.Declaration!, "cli:someone", Ct)).Select(change => change.ToString())];
        Assert.Equal(planned, done);
        return [.. done.Where(change => !change.StartsWith("Add organization", StringComparison.Ordinal))];
    }

    async Task<UserPool> PoolAsync(string id) => Assert.IsType<UserPool>(await pools.FindAsync(new(id), Ct));

    async Task<Client> ClientAsync(string pool, string id) => Assert.IsType<Client>(await clients.FindAsync(new(pool), new(id), Ct));

    [Fact]
    public async Task Everything_is_made_in_its_order_and_the_second_time_nothing()
    {
        var file = $$"""
            "userPools": [ {{Pool(Hosted)}}, {{Pool(Provided, Source("https://a.example/jwks"), "Others")}} ],
            "sdkClients": [ {{App(Hosted, """, "oauthConfig": { "redirectUrls": ["https://web.example/cb"] } """)}}, {{App(Provided, id: "0197f5b0-0000-7000-8000-00000000000c")}}, {{Service()}} ],
            "apiKeys": [ { "name": "back end", "key": "{{Key}}", "role": "Member", "sdkClientId": "{{Back}}" } ],
            "clients": [ { "client_id": "admin", "pool": "{{Hosted}}", "token_endpoint_auth_method": "none", "redirect_uris": ["https://admin.example/cb"] } ],
            "users": [ { "username": "alice", "pool": "{{Hosted}}" }, { "username": "alice" } ]
            """;
        Assert.Equal(["Add user pool Shop", "Add user pool Others", "Add SDK client Web", "Add SDK client Web", "Add SDK client Back end", "Add API key back end", "Add client admin", "Add user alice", "Add user alice"],
            await ApplyAsync(file));
        Assert.Empty(await ApplyAsync(file));

        Assert.True((await PoolAsync(Hosted)).IsHosted);
        Assert.Equal(new TokenSource { JwksUri = "https://a.example/jwks" }, (await PoolAsync(Provided)).Authorization);
        var web = await ClientAsync(Hosted, Web);
        Assert.True(web.MayUse(GrantTypes.AuthorizationCode));
        Assert.Equal(["https://web.example"], web.AllowedOrigins);
        Assert.Equal(SdkClientKind.Service, (await ClientAsync("default", Back)).Sdk!.Kind);
        Assert.Equal(Back, Assert.Single(apiKeys.Rows).ClientId);
        Assert.Null((await ClientAsync(Hosted, "admin")).Sdk);
        Assert.NotNull(await users.FindByUsernameAsync(new(Hosted), "ALICE", Ct));
        Assert.Equal(["user_pool.created", "user_pool.created"], pools.Records.Select(record => record.Action));
        Assert.All(clients.Records, record => Assert.Equal(("sdk_client.created", "cli:someone"), (record.Action, record.Actor)));
    }

    [Fact]
    public async Task A_pool_becomes_as_the_file_says_and_stays_switched_off()
    {
        await ApplyAsync($""" "userPools": [ {Pool(Provided, Source("https://a.example"))} ] """);
        var made = await PoolAsync(Provided);
        await pools.SaveAsync(made with { Disabled = true, Version = "2" }, made.Version, pools.Records[0], Ct);
        var changed = $""" "userPools": [ {Pool(Provided, Source("https://b.example") + """, "description": "d", "compatibleLifetime": true""", "Renamed")} ] """;
        Assert.Equal(["Update user pool Renamed: name, description, authorization, compatibleLifetime"], await ApplyAsync(changed));
        Assert.Empty(await ApplyAsync(changed));
        var pool = await PoolAsync(Provided);
        Assert.Equal((true, "https://b.example", made.CreatedAt), (pool.Disabled, pool.Authorization?.JwksUri, pool.CreatedAt));
        Assert.NotEqual("2", pool.Version);
        Assert.Equal(["Update user pool Shop: name, description, authorization, compatibleLifetime, disabled"],
            await ApplyAsync($""" "userPools": [ {Pool(Provided, Source("https://a.example") + """, "disabled": false""")} ] """));
        Assert.Equal("user_pool.changed", pools.Records[^1].Action);
    }

    [Fact]
    public async Task A_pool_stays_what_and_whose_it_was_made()
    {
        await ApplyAsync($""" "userPools": [ {Pool(Hosted)}, {Pool(Provided, Source("https://a.example"), "Others")} ] """);
        Assert.Equal(["Ignored user pool Shop: is a hosted pool, and the file gives it an authorization: a pool stays what it was made as",
                "Ignored user pool Others: is a self-provided pool, and the file gives it no authorization: a pool stays what it was made as"],
            await ApplyAsync($""" "userPools": [ {Pool(Hosted, Source("https://a.example"))}, {Pool(Provided, name: "Others")} ] """));
        const string taken = "the id belongs to another organization's pool, or to one that was deleted: give it another";
        Assert.Equal([$"Ignored user pool Shop: {taken}"], await ApplyAsync($""" "userPools": [ {Pool(Hosted)} ] """, "Another"));

        await pools.RemoveAsync(await PoolAsync(Hosted), null, clock.Now, pools.Records[0], Ct);
        var reading = DeclarationReader.Read(Encoding.UTF8.GetBytes($$"""{ "organization": { "name": "Acme" }, "userPools": [ {{Pool(Hosted)}} ], "users": [ { "username": "bob", "pool": "{{Hosted}}" } ] }"""));
        Assert.Equal([$"Ignored user pool Shop: {taken}", "Ignored user bob: there is no hosted user pool of this id"],
            (await Reconciler.ApplyAsync(reading.Declaration!, "cli:someone", Ct)).Select(change => change.ToString()));
    }

    [Fact]
    public async Task Two_nodes_at_once_make_one_pool()
    {
        var file = $""" "userPools": [ {Pool(Hosted)} ] """;
        var declaration = DeclarationReader.Read(Encoding.UTF8.GetBytes($$"""{ "organization": { "name": "Acme" }, {{file}} }""")).Declaration!;
        pools.Rival = () => Reconciler.ApplyAsync(declaration, "system", Ct).AsTask();
        Assert.DoesNotContain(await Reconciler.ApplyAsync(declaration, "system", Ct), change => change.What == "user pool Shop");

        var renamed = declaration with { UserPools = [declaration.UserPools[0] with { Name = "Renamed" }] };
        pools.Rival = () => Reconciler.ApplyAsync(renamed, "system", Ct).AsTask();
        Assert.Empty(await Reconciler.ApplyAsync(renamed, "system", Ct));
        pools.Rival = () => Reconciler.ApplyAsync(declaration, "system", Ct).AsTask();
        var again = renamed with { UserPools = [declaration.UserPools[0] with { Name = "Third" }] };
        Assert.Equal(["Ignored user pool Third: somebody else has just changed it: apply again"], (await Reconciler.ApplyAsync(again, "system", Ct)).Select(change => change.ToString()));
    }

    [Fact]
    public async Task An_sdk_client_becomes_as_the_file_says_and_is_not_moved()
    {
        var both = $""" "userPools": [ {Pool(Hosted)}, {Pool(Provided, Source("https://a.example"), "Others")} ] """;
        await ApplyAsync($""" {both}, "sdkClients": [ {App(Hosted)}, {Service()} ] """);
        var oauth = $$"""{ "logoUrl": "https://a.example/l", "chromeExtensionId": "{{new string('a', 32)}}", "redirectUrls": ["https://a.example/cb"] }""";
        var more = $$""", "description": "d", "oauthDisabled": true, "allowedOrigins": ["https://b.example"], "disabled": true, "oauthConfig": {{oauth}} """;
        var changed = $""" "sdkClients": [ {App(Hosted, more)} ] """;
        Assert.Equal(["Update SDK client Web: description, oauthDisabled, oauthConfig.logoUrl, oauthConfig.chromeExtensionId, oauthConfig.redirectUrls, allowedOrigins, disabled"], await ApplyAsync(changed));
        Assert.Empty(await ApplyAsync(changed));
        // Who switched it off had a reason.
        Assert.DoesNotContain("disabled", Assert.Single(await ApplyAsync($""" "sdkClients": [ {App(Hosted)} ] """)), StringComparison.Ordinal);
        Assert.True((await ClientAsync(Hosted, Web)).Disabled);

        Assert.Equal(["Ignored SDK client Web: belongs to another user pool: a client is not moved, give it another id",
                "Ignored SDK client Back end: was made as the other kind: a client stays what it was made as"],
            await ApplyAsync($$""" "sdkClients": [ {{App(Provided)}}, {{App(Hosted, id: Back).Replace("\"Web\"", "\"Back end\"", StringComparison.Ordinal)}} ] """));
        Assert.Equal(["Ignored SDK client Web: the organization has no user pool of this id"], await ApplyAsync($""" "sdkClients": [ {App(Hosted)} ] """, "Another"));
    }

    [Fact]
    public async Task Pruning_takes_sdk_clients_of_the_list_and_never_a_pool()
    {
        await ApplyAsync($""" "userPools": [ {Pool(Hosted)} ], "sdkClients": [ {App(Hosted)}, {Service()} ] """);
        await ApplyAsync(""" "clients": [ { "client_id": "plain", "token_endpoint_auth_method": "none", "redirect_uris": ["https://a.example/cb"] } ] """);
        Assert.Empty(await ApplyAsync(""" "prune": true, "userPools": [] """));
        Assert.Equal(["Remove client plain"], await ApplyAsync(""" "prune": true, "clients": [] """));
        Assert.Equal(["Remove SDK client Web"], await ApplyAsync($""" "prune": true, "sdkClients": [ {Service()} ] """));
        Assert.Equal(["Remove SDK client Back end"], await ApplyAsync(""" "prune": true, "sdkClients": [] """));
        Assert.Equal("sdk_client.removed", clients.Records[^1].Action);
        await PoolAsync(Hosted);
    }

    [Fact]
    public async Task Clients_and_users_go_into_hosted_pools_that_are_there()
    {
        var inIt = $$""" "clients": [ { "client_id": "a", "pool": "{{Hosted}}", "token_endpoint_auth_method": "none", "redirect_uris": ["https://a.example/cb"] } ], "users": [ { "username": "alice", "pool": "{{Hosted}}" } ] """;
        string[] ignored = ["Ignored client a: there is no hosted user pool of this id", "Ignored user alice: there is no hosted user pool of this id"];
        Assert.Equal(ignored, await ApplyAsync(inIt));
        pools.Put(new() { Id = new(Hosted), OrganizationId = "o", Name = "n", Authorization = new() { JwksUri = "https://a.example" }, CreatedAt = clock.Now, Version = "1" });
        Assert.Equal(ignored, await ApplyAsync(inIt));
        pools.Put(new() { Id = new(Hosted), OrganizationId = "o", Name = "n", CreatedAt = clock.Now, Version = "1" });
        Assert.Equal(["Add client a", "Add user alice"], await ApplyAsync(inIt));
        Assert.Empty(await ApplyAsync(inIt));
        Assert.Null(await users.FindByUsernameAsync(PoolId.Default, "ALICE", Ct));
        // Pruning knows the default pool alone.
        Assert.Empty(await ApplyAsync(""" "prune": true, "clients": [] """));
    }

    [Fact]
    public async Task An_sdk_client_is_not_overwritten_by_a_client_of_the_same_id()
    {
        await ApplyAsync($""" "sdkClients": [ {Service()} ] """);
        Assert.Equal([$"Ignored client {Back}: is an SDK client: name it in sdkClients"],
            await ApplyAsync($$""" "clients": [ { "client_id": "{{Back}}", "token_endpoint_auth_method": "none", "redirect_uris": ["https://a.example/cb"] } ] """));
        Assert.NotNull((await ClientAsync("default", Back)).Sdk);
    }

    [Fact]
    public async Task A_key_of_a_service_needs_the_service_and_stays_with_it()
    {
        static string Keys(string client) => $$""" "apiKeys": [ { "name": "k", "key": "{{Key}}", "role": "Member"{{client}} } ] """;
        var ofService = Keys($$""", "sdkClientId": "{{Back}}" """);
        const string none = "Ignored API key k: the organization has no service client of this sdkClientId, or it is disabled";
        Assert.Equal([none], await ApplyAsync(ofService));
        await ApplyAsync($""" "sdkClients": [ {Service(", \"disabled\": true ")} ] """);
        Assert.Equal([none], await ApplyAsync(ofService));
        await ApplyAsync($""" "sdkClients": [ {Service(", \"disabled\": false ")} ] """);
        Assert.Equal(["Add API key k"], await ApplyAsync(ofService));
        Assert.Empty(await ApplyAsync(ofService));
        Assert.Equal(["Ignored API key k: the key was made for another SDK client, or for none: put a new one into the file"], await ApplyAsync(Keys("")));

        // Another of the same name that belongs to nobody's service is another key.
        Assert.Equal(["Add API key k"], await ApplyAsync(Keys("").Replace("0123", "abcd", StringComparison.Ordinal)));
        Assert.All(apiKeys.Rows, key => Assert.Null(key.RevokedAt));
    }
}
