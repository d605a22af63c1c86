using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class ClientStoreContract(IDatabaseSource source)
{
    readonly IClientStore clients = source.Shared.Get<IClientStore>();
    readonly IResourceStore resources = source.Shared.Get<IResourceStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    static void AssertSame(Client expected, Client? found)
    {
        Assert.NotNull(found);
        Assert.Equal(
            expected.Credentials.OrderBy(credential => credential.SecretDigest, StringComparer.Ordinal).Select(credential => (credential.SecretDigest, credential.CreatedAt, credential.ExpiresAt)),
            found.Credentials.OrderBy(credential => credential.SecretDigest, StringComparer.Ordinal).Select(credential => (credential.SecretDigest, credential.CreatedAt, credential.ExpiresAt)));
        Assert.Equivalent(expected, found);
        Assert.Equal(expected.RedirectUris, found.RedirectUris);
        Assert.Equal(expected.Scope.Text, found.Scope.Text);
    }

    [Fact]
    public async Task A_client_comes_back_with_its_credentials()
    {
        var client = Client(origins: "https://shop.test");
        await clients.SaveAsync(client, ct);
        AssertSame(client, await clients.FindAsync(Pool, client.Id, ct));
        Assert.Null(await clients.FindAsync(new("other"), client.Id, ct));
    }

    [Fact]
    public async Task A_client_without_credentials_is_a_client()
    {
        var client = new Client { PoolId = Pool, Id = new(NewId()), Name = "spa", AuthMethod = ClientAuthMethod.None, CreatedAt = Now };
        await clients.SaveAsync(client, ct);
        AssertSame(client, await clients.FindAsync(Pool, client.Id, ct));
    }

    [Fact]
    public async Task Saving_replaces_and_is_seen_at_once()
    {
        var client = Client();
        await clients.SaveAsync(client, ct);
        Assert.NotNull(await clients.FindAsync(Pool, client.Id, ct));
        var changed = new Client
        {
            PoolId = Pool,
            Id = client.Id,
            Name = "Another name",
            Consent = ConsentPolicy.Always,
            Disabled = true,
            Scope = ScopeSet.Of("email"),
            Credentials = [client.Credentials[1], new() { SecretDigest = NewDigest().Value, CreatedAt = Now }],
            CreatedAt = Now,
        };
        await clients.SaveAsync(changed, ct);
        AssertSame(changed, await clients.FindAsync(Pool, client.Id, ct));
    }

    [Fact]
    public async Task Saves_made_at_once_leave_one_whole_client()
    {
        var id = NewId();
        var versions = Enumerable.Range(0, 10).Select(_ => Client(id)).ToList();
        await Task.WhenAll(versions.Select(async version => await clients.SaveAsync(version, ct)));
        var found = await clients.FindAsync(Pool, new(id), ct);
        AssertSame(versions.Single(version => version.Credentials.Any(credential => credential.SecretDigest == found!.Credentials[0].SecretDigest)), found);
    }

    [Fact]
    public async Task Client_ids_are_compared_byte_for_byte()
    {
        var stem = NewId();
        await clients.SaveAsync(Client(stem + "a"), ct);
        await clients.SaveAsync(Client(stem + "A"), ct);
        Assert.Equal(stem + "a", (await clients.FindAsync(Pool, new(stem + "a"), ct))?.Id.Value);
        Assert.Equal(stem + "A", (await clients.FindAsync(Pool, new(stem + "A"), ct))?.Id.Value);
        foreach (var other in new[] { stem + "a ", " " + stem + "a", stem + "\u00E1", stem + "a\u0301", stem + "\uFF41", stem + "a\0", "", new string('x', 300) })
            Assert.Null(await clients.FindAsync(Pool, new(other), ct));
    }

    [Fact]
    public async Task A_pool_lists_its_clients_in_the_order_of_their_ids()
    {
        PoolId pool = new("list-" + NewId()[..8]);
        foreach (var id in new[] { "b", "a", "C" }) await clients.SaveAsync(Client(id, pool), ct);
        var list = await clients.ListAsync(pool, ct);
        Assert.Equal(["C", "a", "b"], list.Select(client => client.Id.Value));
        Assert.All(list, client => Assert.Equal(2, client.Credentials.Count));
    }

    [Fact]
    public async Task An_origin_is_allowed_while_a_live_client_of_the_pool_names_it()
    {
        PoolId pool = new("cors-" + NewId()[..8]);
        Assert.False(await clients.AllowsOriginAsync(pool, "https://a.test", ct));
        await clients.SaveAsync(Client("a", pool, "https://a.test"), ct);
        await clients.SaveAsync(Client("b", pool, "https://b.test", "https://c.test"), ct);
        Assert.True(await clients.AllowsOriginAsync(pool, "https://a.test", ct));
        Assert.True(await clients.AllowsOriginAsync(pool, "https://c.test", ct));
        Assert.False(await clients.AllowsOriginAsync(pool, "https://A.test", ct));
        Assert.False(await clients.AllowsOriginAsync(Pool, "https://c.test", ct));
        Assert.True(await clients.RemoveAsync(pool, new("a"), Now, ct));
        Assert.False(await clients.AllowsOriginAsync(pool, "https://a.test", ct));
    }

    [Fact]
    public async Task Removing_a_client_forgets_its_consents()
    {
        var client = Client();
        await clients.SaveAsync(client, ct);
        var consents = source.Shared.Get<IConsentStore>();
        UserId user = new(NewId());
        await consents.GrantAsync(Pool, user, client.Id, ScopeSet.Of("openid"), Now, ct);
        Assert.True(await clients.RemoveAsync(Pool, client.Id, Now, ct));
        Assert.Null(await clients.FindAsync(Pool, client.Id, ct));
        Assert.Null(await consents.FindAsync(Pool, user, client.Id, ct));
    }

    [Fact]
    public async Task Resources_are_saved_replaced_and_removed()
    {
        PoolId pool = new("api-" + NewId()[..8]);
        Assert.Empty((await resources.AllAsync(pool, ct)).All);
        await resources.SaveAsync(new() { PoolId = pool, Identifier = "https://api.test", Scopes = ["read"] }, ct);
        await resources.SaveAsync(new() { PoolId = pool, Identifier = "https://api.test", Scopes = ["read", "write"], AccessTokenAlgorithm = "RS256" }, ct);
        await resources.SaveAsync(new() { PoolId = pool, Identifier = "https://API.test" }, ct);
        var all = await resources.AllAsync(pool, ct);
        Assert.Equal(2, all.All.Count);
        Assert.Equal("RS256", all.OfScope("write")?.AccessTokenAlgorithm);
        Assert.True(await resources.RemoveAsync(pool, "https://api.test", ct));
        Assert.False(await resources.RemoveAsync(pool, "https://api.test", ct));
        Assert.Null((await resources.AllAsync(pool, ct)).Find("https://api.test"));
    }
}
