using System.Data;
using System.Text;
using System.Xml.Linq;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Lanes;
using IdentityServer.Storage.Tests.Fixture;
using IdentityServer.Storage.Users;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;
using ISeenUserStore = IdentityServer.Domain.Pools.ISeenUserStore;
using IUserPoolStore = IdentityServer.Domain.Pools.IUserPoolStore;

namespace IdentityServer.Storage.Tests.SqlServer;

/// <summary>What each store method says to SQL Server, without one: everything translates, and nothing changes unseen.</summary>
public sealed partial class TranslationTests : IAsyncDisposable
{
    static readonly CancellationToken none = CancellationToken.None;

    readonly RecordedCommands recorded = new();
    readonly Node node;
    readonly StringBuilder script = new();
    readonly HashSet<string> called = [];

    public TranslationTests() => node = new("SqlServer", "Server=nowhere", change: services => services
        .AddSingleton<IInterceptor>(recorded)
        .Replace(ServiceDescriptor.Singleton<IWriteLane>(found => new RecordedLane(found.GetRequiredService<IContexts>(), recorded))));

    public ValueTask DisposeAsync() => node.DisposeAsync();

    async Task SaysAsync<TPort>(string method, Func<TPort, Task> call, string remark = "") where TPort : notnull
    {
        recorded.Texts.Clear();
        await call(node.Get<TPort>());
        recorded.Rows = null;
        recorded.Later.Clear();
        Assert.NotEmpty(recorded.Texts);
        called.Add($"{typeof(TPort).Name}.{method}");
        script.Append("-- ").Append(typeof(TPort).Name).Append('.').Append(method).AppendLine(remark);
        foreach (var text in recorded.Texts) script.AppendLine(text.Trim());
        script.AppendLine();
    }

    [Fact]
    public async Task Every_store_method_says_to_sql_server_what_is_committed()
    {
        var (user, digest, family) = (User(), NewDigest(), FamilyId.New(TimeProvider.System));
        await FamiliesAsync(user, digest, family);
        await SessionsAndTransactionsAsync(user, digest);
        await ClientsAndConsentsAsync(user);
        await UsersAsync(user);
        await OthersAsync();
        await ManagementAsync();
        await OrganizationsAsync();
        await PoolsAsync();
        await OthersIdentitiesAsync();

        Type[] ports = [typeof(ITokenFamilyStore), typeof(ISessionStore), typeof(IAuthorizeTransactionStore), typeof(IClientStore), typeof(IResourceStore),
            typeof(IConsentStore), typeof(IUserStore), typeof(IOrganizationStore), typeof(IApiKeyStore), typeof(IAuditLog), typeof(IKeyStore), typeof(ITokenCountStore), typeof(ISealedRows), typeof(IJwksReaderStore), typeof(IRevokedTokenStore), typeof(IPruning),
            typeof(IMemberSessionStore), typeof(IUserPoolStore), typeof(ISeenUserStore), typeof(IRemoteKeyStore), typeof(IKeptAnswers),
            typeof(ISpentTokenStore), typeof(ITrustedIssuerStore), typeof(IConnectionStore), typeof(IUpstreamIdentityStore)];
        var methods = ports.SelectMany(port => port.GetMethods().Select(method => $"{port.Name}.{method.Name}")).ToHashSet();
        Assert.Empty(methods.Except(called));
        CommittedText.AssertEqual(script.ToString(), "SqlServer/commands.sql");
    }

    async Task FamiliesAsync(User user, HandleDigest digest, FamilyId id)
    {
        await SaysAsync<ITokenFamilyStore>("AddAsync", store => store.AddAsync(Family(user), none).AsTask());
        await SaysAsync<ITokenFamilyStore>("FindByCodeAsync", store => store.FindByCodeAsync(Pool, digest, none).AsTask());
        await SaysAsync<ITokenFamilyStore>("FindAsync", store => store.FindAsync(Pool, id, none).AsTask());
        await SaysAsync<ITokenFamilyStore>("TakeCodeAsync", store => store.TakeCodeAsync(Pool, id, Now, null, none).AsTask());
        await SaysAsync<ITokenFamilyStore>("TakeCodeAsync", store => store.TakeCodeAsync(Pool, id, Now, Now, none).AsTask(), ", with a line");
        await SaysAsync<ITokenFamilyStore>("CountWrongVerifierAsync", store => store.CountWrongVerifierAsync(Pool, id, none).AsTask());
        await SaysAsync<ITokenFamilyStore>("RotateAsync", store => store.RotateAsync(Pool, id, 1, Now, none).AsTask());
        await SaysAsync<ITokenFamilyStore>("RevokeAsync", store => store.RevokeAsync(Pool, id, Now, none).AsTask());
    }

    async Task SessionsAndTransactionsAsync(User user, HandleDigest digest)
    {
        SessionId id = new("s");
        await SaysAsync<ISessionStore>("AddAsync", store => store.AddAsync(Rows.Session(user), none).AsTask());
        await SaysAsync<ISessionStore>("FindAsync", store => store.FindAsync(Pool, digest, none).AsTask());
        await SaysAsync<ISessionStore>("RenewAsync", store => store.RenewAsync(Rows.Session(user), digest, none).AsTask());
        await SaysAsync<ISessionStore>("TouchAsync", store => store.TouchAsync(Pool, id, Now, none).AsTask());
        await SaysAsync<ISessionStore>("EndAsync", store => store.EndAsync(Pool, id, Now, none).AsTask());
        recorded.Rows = AnsweredRows.Of("s");
        await SaysAsync<ISessionStore>("EndOfUpstreamAsync", store => store.EndOfUpstreamAsync(Pool, "google", "sub", "sid", NewDigest(), Now, Now, none).AsTask());
        await SaysAsync<IAuthorizeTransactionStore>("AddAsync", store => store.AddAsync(Transaction(), none).AsTask());
        await SaysAsync<IAuthorizeTransactionStore>("FindAsync", store => store.FindAsync(Pool, digest, none).AsTask());
        await SaysAsync<IAuthorizeTransactionStore>("RecordSignInAsync", store => store.RecordSignInAsync(Pool, digest, id, none).AsTask());
        await SaysAsync<IAuthorizeTransactionStore>("RecordConsentAsync", store => store.RecordConsentAsync(Pool, digest, user.Id, ScopeSet.Empty, none).AsTask());
        await SaysAsync<IAuthorizeTransactionStore>("TakeAsync", store => store.TakeAsync(Pool, digest, Now, none).AsTask());
    }

    async Task ClientsAndConsentsAsync(User user)
    {
        ClientId id = new("shop");
        await SaysAsync<IClientStore>("FindAsync", store => store.FindAsync(Pool, id, none).AsTask());
        await SaysAsync<IClientStore>("AllowsOriginAsync", store => store.AllowsOriginAsync(Pool, "https://a.test", none).AsTask());
        await SaysAsync<IClientStore>("ListAsync", store => store.ListAsync(Pool, none).AsTask());
        await SaysAsync<IClientStore>("SaveAsync", store => store.SaveAsync(Client(), none).AsTask());
        await SaysAsync<IClientStore>("RemoveAsync", store => store.RemoveAsync(Pool, id, Now, none).AsTask());
        await SaysAsync<CatalogueWatch>("LookAsync", watch => watch.LookAsync(none));
        await SaysAsync<IResourceStore>("AllAsync", store => store.AllAsync(new("unseen"), none).AsTask());
        await SaysAsync<IResourceStore>("SaveAsync", store => store.SaveAsync(new() { PoolId = Pool, Identifier = "https://api.test" }, none).AsTask());
        await SaysAsync<IResourceStore>("RemoveAsync", store => store.RemoveAsync(Pool, "https://api.test", none).AsTask());
        await SaysAsync<IConsentStore>("FindAsync", store => store.FindAsync(Pool, user.Id, id, none).AsTask());
        await SaysAsync<IConsentStore>("GrantAsync", store => store.GrantAsync(Pool, user.Id, id, ScopeSet.Of("a"), Now, none).AsTask(), ", the first");
        var earlier = new DataTable();
        earlier.Columns.AddRange([new("PoolId"), new("UserId"), new("ClientId"), new("GrantedAt", typeof(DateTimeOffset)), new("Scope")]);
        earlier.Rows.Add(Pool.Value, user.Id.Value, id.Value, Now, "b");
        recorded.Rows = earlier;
        await SaysAsync<IConsentStore>("GrantAsync", store => store.GrantAsync(Pool, user.Id, id, ScopeSet.Of("a"), Now, none).AsTask(), ", more");
        await SaysAsync<IConsentStore>("RevokeAsync", store => store.RevokeAsync(Pool, user.Id, id, Now, none).AsTask());
    }

    async Task UsersAsync(User user)
    {
        await SaysAsync<IUserStore>("FindAsync", store => store.FindAsync(Pool, user.Id, none).AsTask());
        await SaysAsync<IUserStore>("FindByUsernameAsync", store => store.FindByUsernameAsync(Pool, "A", none).AsTask());
        await SaysAsync<IUserStore>("ListAsync", store => store.ListAsync(Pool, 10, 20, none).AsTask());
        await SaysAsync<IUserStore>("AddAsync", store => store.AddAsync(user, none).AsTask());
        await SaysAsync<IUserStore>("SaveAsync", store => store.SaveAsync(user, none).AsTask());
        await SaysAsync<IUserStore>("CountFailureAsync", store => store.CountFailureAsync(Pool, user.Id, none).AsTask());
        await SaysAsync<UserStore>("FindByEmailAsync", store => store.FindByEmailAsync(Pool, "A@B", none).AsTask());
        await SaysAsync<UserStore>("ForgetFailuresAsync", store => store.ForgetFailuresAsync(Pool, user.Id, none).AsTask());
        await SaysAsync<UserStore>("LockOutAsync", store => store.LockOutAsync(Pool, user.Id, Now, none).AsTask());
        await SaysAsync<UserStore>("RemoveAsync", store => store.RemoveAsync(Pool, user.Id, "stamp", none).AsTask());
    }

    async Task ManagementAsync()
    {
        var key = ApiKey("o");
        var record = Record("o");
        await SaysAsync<IApiKeyStore>("FindAsync", store => store.FindAsync(key.Digest, none).AsTask());
        await SaysAsync<IApiKeyStore>("ListAsync", store => store.ListAsync("o", none).AsTask());
        await SaysAsync<IApiKeyStore>("AddAsync", store => store.AddAsync(key, record, none).AsTask());
        await SaysAsync<IApiKeyStore>("SaveAsync", store => store.SaveAsync(key, record, none).AsTask());
        await SaysAsync<IApiKeyStore>("RevokeAsync", store => store.RevokeAsync("o", "k", Now, record, none).AsTask());
        await SaysAsync<IApiKeyStore>("TouchAsync", store => store.TouchAsync("k", Now, none).AsTask());
        await SaysAsync<IAuditLog>("AppendAsync", log => log.AppendAsync(record, none).AsTask());
        await SaysAsync<IAuditLog>("ListAsync", log => log.ListAsync("o", null, 10, none).AsTask());
        await SaysAsync<IAuditLog>("ListAsync", log => log.ListAsync("o", record.Id, 10, none).AsTask(), ", older ones");
        await SaysAsync<IAuditLog>("ListAllAsync", log => log.ListAllAsync(record.Id, 10, none).AsTask());
    }

    async Task OthersAsync()
    {
        await SaysAsync<IRevokedTokenStore>("AddAsync", store => store.AddAsync(Pool, "jti", Now, none).AsTask());
        recorded.Rows = AnsweredRows.Of(true);
        await SaysAsync<IRevokedTokenStore>("ContainsAsync", store => store.ContainsAsync(Pool, "jti", none).AsTask());
        await SaysAsync<IKeyStore>("ListAsync", store => store.ListAsync(Pool, none).AsTask());
        await SaysAsync<IKeyStore>("StampAsync", store => store.StampAsync(none).AsTask());
        await SaysAsync<IKeyStore>("ChangedSinceAsync", store => store.ChangedSinceAsync(7, none).AsTask());
        await SaysAsync<IKeyStore>("ChangedSinceAsync", store => store.ChangedSinceAsync(1, none).AsTask());
        recorded.Rows = AnsweredRows.Of(7L);
        await SaysAsync<IKeyStore>("ChangeAsync", store => store.ChangeAsync(Pool, (change, _) =>
        {
            change.Add(SigningKey(Pool, "ES256", "kid"));
            return true;
        }, none).AsTask());
        recorded.Rows = AnsweredRows.Of(7L);
        await SaysAsync<IKeyStore>("SavePolicyAsync", store => store.SavePolicyAsync(Policy(Pool), Record(null), none).AsTask());
        recorded.Rows = AnsweredRows.Of(7L);
        await SaysAsync<IKeyStore>("RemovePolicyAsync", store => store.RemovePolicyAsync(Pool, "ES256", Record(null), none).AsTask());
        await SaysAsync<IKeyStore>("FindSecretAsync", store => store.FindSecretAsync("name", none).AsTask());
        await SaysAsync<IKeyStore>("AddSecretAsync", store => store.AddSecretAsync(new() { Name = "name", Sealed = [1], SealedBy = "kek", CreatedAt = Now }, none).AsTask());
        await SaysAsync<ITokenCountStore>("SaveAsync", store => store.SaveAsync(Pool, [TokenCount(Pool, "n1", Now, ("web", 1))], none).AsTask());
        await SaysAsync<ITokenCountStore>("LiveAsync", store => store.LiveAsync(Pool, "kid", Now, none).AsTask());
        await SaysAsync<IJwksReaderStore>("SaveAsync", store => store.SaveAsync(Pool, [Reader(Pool, "web", Now, Now, isClient: true)], none).AsTask());
        await SaysAsync<IJwksReaderStore>("SaveAsync", store => store.SaveAsync(Pool, [Range(Pool, "web", Now)], none).AsTask(), ", ranges");
        await SaysAsync<IJwksReaderStore>("ListAsync", store => store.ListAsync(Pool, Now, none).AsTask());
        await SaysAsync<ISealedRows>("ListAsync", rows => rows.ListAsync(none).AsTask());
        recorded.Rows = AnsweredRows.Of(7L);
        await SaysAsync<ISealedRows>("ResealAsync", rows => rows.ResealAsync(_ =>
        [
            new(new(SealedKind.SigningKey, Pool, "kid", 0, "kek", [1]), "new", [2]),
            new(new(SealedKind.Secret, null, "name", 0, "kek", [1]), "new", [2]),
        ], none).AsTask());
        await SaysAsync<IXmlRepository>("GetAllElements", ring => Task.FromResult(ring.GetAllElements()));
        await SaysAsync<IXmlRepository>("StoreElement", ring =>
        {
            ring.StoreElement(new XElement("key"), "key-1");
            return Task.CompletedTask;
        });
        await SaysAsync<IPruning>("PruneAsync", pruning => pruning.PruneAsync(Now, none).AsTask());
        recorded.Rows = AnsweredRows.Of(NewId());
        await SaysAsync<IPruning>("PruneAsync", pruning => pruning.PruneAsync(Now, none).AsTask(), ", with a deleted pool");
    }

    async Task OrganizationsAsync()
    {
        var record = Record("o");
        var organization = Organization("org");
        await SaysAsync<IOrganizationStore>("FindAsync", store => store.FindAsync("o", none).AsTask());
        await SaysAsync<IOrganizationStore>("FindByNameAsync", store => store.FindByNameAsync("org", none).AsTask());
        await SaysAsync<IOrganizationStore>("ListAsync", store => store.ListAsync(none).AsTask());
        recorded.Rows = AnsweredRows.Of(false);
        await SaysAsync<IOrganizationStore>("AddAsync", store => store.AddAsync(organization, Member(organization.Id), record, none).AsTask());
        await SaysAsync<IOrganizationStore>("SaveAsync", store => store.SaveAsync(organization, "v", record, none).AsTask());
        await SaysAsync<IOrganizationStore>("MembersAsync", store => store.MembersAsync("o", none).AsTask());
        await SaysAsync<IOrganizationStore>("FindMemberAsync", store => store.FindMemberAsync("o", "m", none).AsTask());
        await SaysAsync<IOrganizationStore>("FindMembersAsync", store => store.FindMembersAsync("A@B", 5, none).AsTask());
        var member = Member("o", MemberRole.Member);
        await SaysAsync<IOrganizationStore>("AddMemberAsync", store => store.AddMemberAsync(member, record, none).AsTask());
        recorded.Rows = RowOf(member);
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<IOrganizationStore>("SaveMemberAsync", store => store.SaveMemberAsync(Copy(member, MemberRole.Admin, "another"), member.Version, Now, record, none).AsTask());
        recorded.Rows = RowOf(member);
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<IOrganizationStore>("RemoveMemberAsync", store => store.RemoveMemberAsync("o", member.Id, member.Version, Now, record, none).AsTask());
        var admin = Member("o");
        recorded.Rows = RowOf(admin);
        recorded.Later.Enqueue(AnsweredRows.Of(true));
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<IOrganizationStore>("RemoveMemberAsync", store => store.RemoveMemberAsync("o", admin.Id, admin.Version, Now, record, none).AsTask(), ", an Admin");
        await SaysAsync<IOrganizationStore>("TryLoginAsync", store => store.TryLoginAsync("m", 5, TimeSpan.FromMinutes(5), Now, none).AsTask());
        await SaysAsync<IOrganizationStore>("LoggedInAsync", store => store.LoggedInAsync("m", none).AsTask());
        await SaysAsync<IMemberSessionStore>("FindAsync", store => store.FindAsync(NewDigest(), none).AsTask());
        recorded.Rows = AnsweredRows.Of(true);
        await SaysAsync<IMemberSessionStore>("AddAsync", store => store.AddAsync(OrganizationRows.Session(member), member.Version, record, none).AsTask());
        await SaysAsync<IMemberSessionStore>("RevokeAsync", store => store.RevokeAsync("s", Now, record, none).AsTask());
        await SaysAsync<IKeptAnswers>("FindAsync", store => store.FindAsync("o", NewDigest(), none).AsTask());
        await SaysAsync<IRemoteKeyStore>("FindAsync", store => store.FindAsync("https://a.test", none).AsTask());
        await SaysAsync<IRemoteKeyStore>("SaveAsync", store => store.SaveAsync(new("https://a.test", new byte[1], Now), none).AsTask());
    }

    async Task PoolsAsync()
    {
        var record = Record("o");
        var pool = UserPool("o");
        var (application, service) = (SdkClient("o", pool.Id), SdkClient("o"));
        await SaysAsync<IUserPoolStore>("FindAsync", store => store.FindAsync(pool.Id, none).AsTask());
        await SaysAsync<IUserPoolStore>("ListAsync", store => store.ListAsync("o", null, 10, none).AsTask());
        await SaysAsync<IUserPoolStore>("ListAsync", store => store.ListAsync("o", pool.Id.Value, 10, none).AsTask(), ", the next ones");
        await SaysAsync<IUserPoolStore>("ListHostedAsync", store => store.ListHostedAsync(none).AsTask());
        await SaysAsync<IUserPoolStore>("FirstHostedAsync", store => store.FirstHostedAsync("o", none).AsTask());
        await SaysAsync<IUserPoolStore>("AddAsync", store => store.AddAsync(pool, record, none).AsTask());
        recorded.Rows = RowOf(pool);
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<IUserPoolStore>("SaveAsync", store => store.SaveAsync(pool with { Name = "another", Authorization = new() { Jwks = "{}" }, Version = NewId() }, pool.Version, record, none).AsTask());
        recorded.Rows = RowOf(pool);
        recorded.Later.Enqueue(AnsweredRows.Of(false));
        recorded.Later.Enqueue(AnsweredRows.Of(1));
        await SaysAsync<IUserPoolStore>("RemoveAsync", store => store.RemoveAsync(pool, null, Now, record, none).AsTask());
        await SaysAsync<IClientStore>("FindSdkAsync", store => store.FindSdkAsync("o", application.Id, none).AsTask());
        await SaysAsync<IClientStore>("FirstApplicationAsync", store => store.FirstApplicationAsync(pool.Id, none).AsTask());
        await SaysAsync<IClientStore>("ListSdkAsync", store => store.ListSdkAsync("o", null, 10, none).AsTask());
        await SaysAsync<IClientStore>("ListSdkAsync", store => store.ListSdkAsync("o", application.Id.Value, 10, none).AsTask(), ", the next ones");
        await SaysAsync<IClientStore>("AllowsSdkOriginAsync", store => store.AllowsSdkOriginAsync("o", "https://a.test", none).AsTask());
        recorded.Rows = AnsweredRows.Of(false);
        recorded.Later.Enqueue(AnsweredRows.Of(true));
        await SaysAsync<IClientStore>("AddSdkAsync", store => store.AddSdkAsync(application, null, record, none).AsTask(), ", an application");
        recorded.Rows = AnsweredRows.Of(false);
        await SaysAsync<IClientStore>("AddSdkAsync", store => store.AddSdkAsync(service, KeyOf(service), record, none).AsTask(), ", a service");
        recorded.Rows = AnsweredRows.Of(service.Version);
        await SaysAsync<IClientStore>("SaveSdkAsync", store => store.SaveSdkAsync(SdkClient("o", disabled: true), service.Version, Now, record, none).AsTask());
        recorded.Rows = AnsweredRows.Of(application.Version);
        await SaysAsync<IClientStore>("RemoveSdkAsync", store => store.RemoveSdkAsync(application, null, Now, record, none).AsTask());
        await SaysAsync<ISeenUserStore>("FindAsync", store => store.FindAsync(pool.Id, "u", none).AsTask());
        await SaysAsync<ISeenUserStore>("ListAsync", store => store.ListAsync(pool.Id, null, 10, none).AsTask());
        await SaysAsync<ISeenUserStore>("ListAsync", store => store.ListAsync(pool.Id, "u", 10, none).AsTask(), ", the next ones");
        await SaysAsync<ISeenUserStore>("NoteAsync", store => store.NoteAsync(pool.Id, "u", "https://a.test", Now, none).AsTask());
    }

    DataTable RowOf<T>(T row) where T : class
    {
        using var context = node.Get<IContexts>().OpenSystemWide();
        return AnsweredRows.Of(context, row);
    }
}
