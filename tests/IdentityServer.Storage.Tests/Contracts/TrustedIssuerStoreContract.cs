using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class TrustedIssuerStoreContract(IDatabaseSource source)
{
    readonly ITrustedIssuerStore issuers = source.Shared.Get<ITrustedIssuerStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<TrustedIssuer> AddAsync(TrustedIssuer issuer)
    {
        Assert.True(await issuers.AddAsync(issuer, Record(issuer.OrganizationId), ct));
        return issuer;
    }

    [Fact]
    public async Task One_comes_back_as_it_was()
    {
        var issuer = await AddAsync(TrustedIssuer(await source.Shared.OrganizationAsync()));
        Assert.Equivalent(issuer, await issuers.FindAsync(issuer.OrganizationId, issuer.Id, ct), strict: true);
        Assert.Equivalent(issuer, Assert.Single(await issuers.OfIssuerAsync(issuer.Issuer, ct)), strict: true);
        Assert.Empty(await issuers.OfIssuerAsync(issuer.Issuer.ToUpperInvariant(), ct));
        Assert.Empty(await issuers.OfIssuerAsync(issuer.Issuer + " ", ct));
        Assert.Null(await issuers.FindAsync(await source.Shared.OrganizationAsync(), issuer.Id, ct));
    }

    [Fact]
    public async Task Issuer_and_audience_are_one_organizations()
    {
        var (mine, theirs) = (await source.Shared.OrganizationAsync(), await source.Shared.OrganizationAsync());
        var first = await AddAsync(TrustedIssuer(mine));
        Assert.False(await issuers.AddAsync(TrustedIssuer(theirs, first.Issuer), Record(theirs), ct));
        var second = await AddAsync(TrustedIssuer(theirs, first.Issuer, "*"));
        Assert.Equal([first.Id, second.Id], (await issuers.OfIssuerAsync(first.Issuer, ct)).Select(issuer => issuer.Id));
        // A case variant is another audience.
        await AddAsync(TrustedIssuer(theirs, first.Issuer, first.Audience.ToUpperInvariant()));
        Assert.Equal(Outcome.Refused, await issuers.SaveAsync(second with { Audience = first.Audience, Version = NewId() }, second.Version, Record(theirs), ct));
    }

    [Fact]
    public async Task A_change_is_decided_on_a_version_and_is_the_owners()
    {
        var issuer = await AddAsync(TrustedIssuer(await source.Shared.OrganizationAsync()));
        var changed = issuer with { Disabled = true, Roles = new Dictionary<string, Domain.Organizations.MemberRole>(), Version = NewId() };
        Assert.Equal(Outcome.Stale, await issuers.SaveAsync(changed, "another", Record(null), ct));
        Assert.Equal(Outcome.Missing, await issuers.SaveAsync(changed with { OrganizationId = await source.Shared.OrganizationAsync() }, issuer.Version, Record(null), ct));
        Assert.Equal(Outcome.Done, await issuers.SaveAsync(changed, issuer.Version, Record(null), ct));
        Assert.Equivalent(changed, await issuers.FindAsync(issuer.OrganizationId, issuer.Id, ct), strict: true);
        Assert.Equal(Outcome.Stale, await issuers.RemoveAsync(changed, issuer.Version, Record(null), ct));
        Assert.Equal(Outcome.Done, await issuers.RemoveAsync(changed, null, Record(null), ct));
        Assert.Null(await issuers.FindAsync(issuer.OrganizationId, issuer.Id, ct));
        Assert.Equal(Outcome.Missing, await issuers.RemoveAsync(changed, null, Record(null), ct));
    }

    [Fact]
    public async Task A_list_goes_on_where_it_ended()
    {
        var organization = await source.Shared.OrganizationAsync();
        List<string> ids = [];
        for (var i = 0; i < 3; i++) ids.Add((await AddAsync(TrustedIssuer(organization))).Id);
        ids.Sort(StringComparer.Ordinal);
        var first = await issuers.ListAsync(organization, null, 2, ct);
        Assert.Equal(ids[..2], first.Select(issuer => issuer.Id));
        Assert.Equal(ids[2..], (await issuers.ListAsync(organization, first[^1].Id, 2, ct)).Select(issuer => issuer.Id));
    }
}
