using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>Answers kept for callers that ask again, and the keys of others kept for restarts.</summary>
public abstract class KeptAnswersContract(IDatabaseSource source)
{
    readonly IKeptAnswers answers = source.Shared.Get<IKeptAnswers>();
    readonly IUserPoolStore pools = source.Shared.Get<IUserPoolStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    static KeptAnswer Answer(string organization, HandleDigest key) =>
        new() { OrganizationId = organization, Key = key, Request = NewDigest(), Sealed = new string('s', 5000), ExpiresAt = Now.AddDays(1) };

    [Fact]
    public async Task An_answer_comes_with_the_change_and_to_its_organization_alone()
    {
        var organization = await source.Shared.OrganizationAsync();
        var answer = Answer(organization, NewDigest());
        Assert.Null(await answers.FindAsync(organization, answer.Key, ct));
        Assert.True(await pools.AddAsync(UserPool(organization), new(Record(organization), answer), ct));
        Assert.Equivalent(answer, await answers.FindAsync(organization, answer.Key, ct), strict: true);
        Assert.Null(await answers.FindAsync(NewId(), answer.Key, ct));

        // The same key of another organization is another key.
        var other = await source.Shared.OrganizationAsync();
        Assert.True(await pools.AddAsync(UserPool(other), new(Record(other), Answer(other, answer.Key)), ct));
    }

    [Fact]
    public async Task Of_many_writers_with_one_key_one_wins_and_no_row_of_the_others_is_there()
    {
        for (var round = 0; round < 5; round++)
        {
            var organization = await source.Shared.OrganizationAsync();
            var key = NewDigest();
            var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            {
                RecordedChange change = new(Record(organization, "made"), Answer(organization, key));
                return (i % 4) switch
                {
                    0 => await pools.AddAsync(UserPool(organization), change, ct),
                    1 => await source.Shared.Get<IApiKeyStore>().AddAsync(ApiKey(organization), change, ct),
                    2 => await source.Shared.Get<IOrganizationStore>().AddMemberAsync(Member(organization), change, ct),
                    _ => await source.Shared.Get<Domain.Clients.IClientStore>().AddSdkAsync(SdkClient(organization), null, change, ct),
                };
            })));
            Assert.Single(tries, true);
            var rows = (await pools.ListAsync(organization, null, 100, ct)).Count + (await source.Shared.Get<IApiKeyStore>().ListAsync(organization, ct)).Count
                + (await source.Shared.Get<IOrganizationStore>().MembersAsync(organization, ct)).Count
                + (await source.Shared.Get<Domain.Clients.IClientStore>().ListSdkAsync(organization, null, 100, ct)).Count;
            Assert.Equal(1, rows);
            Assert.Single(await source.Shared.Get<IAuditLog>().ListAsync(organization, null, 100, ct), record => record.OrganizationId == organization && record.Target == "made");
        }
    }

    [Fact]
    public async Task Remote_keys_are_replaced_and_found_by_their_exact_source()
    {
        var remote = source.Shared.Get<IRemoteKeyStore>();
        var url = $"https://{NewId()}.test/{new string('x', 2000)}";
        Assert.Null(await remote.FindAsync(url, ct));
        foreach (var (json, at) in new[] { (new byte[] { 1, 0, 255 }, Now), (new byte[1_000_000], Now.AddHours(1)) })
        {
            await remote.SaveAsync(new(url, json, at), ct);
            var found = await remote.FindAsync(url, ct);
            Assert.Equal((url, at), (found!.Source, found.ConfirmedAt));
            Assert.Equal(json, found.Json.ToArray());
        }
        Assert.Null(await remote.FindAsync(url + "x", ct));
        var fresh = url + "fresh";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => await remote.SaveAsync(new(fresh, new byte[] { (byte)i }, Now), ct))));
        Assert.NotNull(await remote.FindAsync(fresh, ct));
    }
}
