using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.SqlServer;

public sealed partial class TranslationTests
{
    async Task OthersIdentitiesAsync()
    {
        var (record, user, issuer, connection) = (Record("o"), User(), TrustedIssuer("o"), Connection("o"));
        await SaysAsync<ISpentTokenStore>("TakeAsync", store => store.TakeAsync(Pool, NewDigest(), Now, none).AsTask());
        await SaysAsync<ITrustedIssuerStore>("OfIssuerAsync", store => store.OfIssuerAsync("https://a.test", none).AsTask());
        node.Get<Catalogue>().Drop();
        await SaysAsync<ITrustedIssuerStore>("FindAsync", store => store.FindAsync("o", issuer.Id, none).AsTask());
        await SaysAsync<ITrustedIssuerStore>("ListAsync", store => store.ListAsync("o", null, 10, none).AsTask());
        await SaysAsync<ITrustedIssuerStore>("ListAsync", store => store.ListAsync("o", issuer.Id, 10, none).AsTask(), ", the next ones");
        await SaysAsync<ITrustedIssuerStore>("AddAsync", store => store.AddAsync(issuer, record, none).AsTask());
        recorded.Rows = RowOf(issuer);
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<ITrustedIssuerStore>("SaveAsync", store => store.SaveAsync(issuer with { Disabled = true, Version = NewId() }, issuer.Version, record, none).AsTask());
        recorded.Rows = RowOf(issuer);
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<ITrustedIssuerStore>("RemoveAsync", store => store.RemoveAsync(issuer, null, record, none).AsTask());
        await SaysAsync<IConnectionStore>("OfPoolAsync", store => store.OfPoolAsync(Pool, none).AsTask());
        node.Get<Catalogue>().Drop();
        await SaysAsync<IConnectionStore>("FindAsync", store => store.FindAsync(Pool, "google", none).AsTask());
        await SaysAsync<IConnectionStore>("ListAsync", store => store.ListAsync("o", none).AsTask());
        recorded.Rows = AnsweredRows.Of(false);
        await SaysAsync<IConnectionStore>("AddAsync", store => store.AddAsync(connection, record, none).AsTask());
        recorded.Rows = RowOf(connection);
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<IConnectionStore>("SaveAsync", store => store.SaveAsync(connection with { Disabled = true, Version = NewId() }, connection.Version, record, none).AsTask());
        recorded.Rows = RowOf(connection);
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<IConnectionStore>("RemoveAsync", store => store.RemoveAsync(connection, null, record, none).AsTask());
        await SaysAsync<IUpstreamIdentityStore>("FindAsync", store => store.FindAsync(Pool, "google", "1", none).AsTask());
        await SaysAsync<IUpstreamIdentityStore>("AddWithUserAsync", store => store.AddWithUserAsync(user, Identity(connection, user), record, none).AsTask());
        await SaysAsync<IUpstreamIdentityStore>("SeenAsync", store => store.SeenAsync(Pool, "google", "1", "sealed", Now, none).AsTask());
        await SaysAsync<IUpstreamIdentityStore>("OfUserAsync", store => store.OfUserAsync(Pool, user.Id, none).AsTask());
    }
}
