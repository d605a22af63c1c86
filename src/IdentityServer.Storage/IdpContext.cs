using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Conversions;
using IdentityServer.Storage.Protection;
using IdentityServer.Storage.RemoteKeys;
using IdentityServer.Storage.Tokens;

namespace IdentityServer.Storage;

/// <summary>
/// The one model. Every row that belongs to a pool is behind the named filter <see cref="PoolFilter"/>, which reads
/// <see cref="Pool"/>; a context without a pool throws rather than show the rows of all.
/// </summary>
internal abstract class IdpContext(DbContextOptions options) : DbContext(options)
{
    internal const string PoolFilter = "Pool";

    PoolId? pool;

    public DbSet<Client> Clients => Set<Client>();
    public DbSet<Resource> Resources => Set<Resource>();
    public DbSet<User> Users => Set<User>();
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<MemberSession> MemberSessions => Set<MemberSession>();
    public DbSet<UserPool> UserPools => Set<UserPool>();
    public DbSet<SeenUser> SeenUsers => Set<SeenUser>();
    public DbSet<RemoteKeyRow> RemoteKeys => Set<RemoteKeyRow>();
    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();
    public DbSet<KeptAnswer> KeptAnswers => Set<KeptAnswer>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<AuthorizeTransaction> AuthorizeTransactions => Set<AuthorizeTransaction>();
    public DbSet<TokenFamily> TokenFamilies => Set<TokenFamily>();
    public DbSet<RevokedToken> RevokedTokens => Set<RevokedToken>();
    public DbSet<SpentToken> SpentTokens => Set<SpentToken>();
    public DbSet<TrustedIssuer> TrustedIssuers => Set<TrustedIssuer>();
    public DbSet<Connection> Connections => Set<Connection>();
    public DbSet<UpstreamIdentity> UpstreamIdentities => Set<UpstreamIdentity>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();
    public DbSet<RotationPolicy> RotationPolicies => Set<RotationPolicy>();
    public DbSet<TokenCount> TokenCounts => Set<TokenCount>();
    public DbSet<JwksReader> JwksReaders => Set<JwksReader>();
    public DbSet<ClientRange> ClientRanges => Set<ClientRange>();
    public DbSet<SealedSecret> SealedSecrets => Set<SealedSecret>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    public DbSet<ChangeStamp> ChangeStamps => Set<ChangeStamp>();
    public DbSet<KeyStamp> KeyStamps => Set<KeyStamp>();

    /// <summary>The pool whose rows this context sees.</summary>
    internal PoolId Pool => pool ?? throw new InvalidOperationException("This context was opened system-wide and has no pool.");

    /// <summary>Set at each opening, because contexts are pooled; null is system-wide.</summary>
    internal void SeePool(PoolId? seen) => pool = seen;

    /// <summary>The collation under which strings are equal when their bytes are; null where that is the database's own way.</summary>
    protected abstract string? BinaryCollation { get; }

    /// <summary>How this database keeps an instant.</summary>
    protected abstract void KeepInstants(PropertiesConfigurationBuilder<DateTimeOffset> instants);

    protected override void ConfigureConventions(ModelConfigurationBuilder model)
    {
        Binary(model.Properties<string>());
        Binary(model.Properties<PoolId>().HaveConversion<PoolIdConverter>().HaveMaxLength(Lengths.Pool));
        Binary(model.Properties<ClientId>().HaveConversion<ClientIdConverter>().HaveMaxLength(Lengths.Id));
        Binary(model.Properties<UserId>().HaveConversion<UserIdConverter>().HaveMaxLength(Lengths.Id));
        Binary(model.Properties<SessionId>().HaveConversion<SessionIdConverter>().HaveMaxLength(Lengths.Id));
        Binary(model.Properties<HandleDigest>().HaveConversion<HandleDigestConverter>().HaveMaxLength(Lengths.Digest));
        Binary(model.Properties<ScopeSet>().HaveConversion<ScopeSetConverter>().HaveMaxLength(Lengths.Scope));
        model.Properties<FamilyId>().HaveConversion<FamilyIdConverter>();
        model.Properties<IReadOnlyList<string>>().HaveConversion<TextListConverter, TextListComparer>();
        model.Properties<IReadOnlyList<KeyValuePair<string, string>>>().HaveConversion<PairListConverter, PairListComparer>();
        model.Properties<IReadOnlyDictionary<string, JsonElement>>().HaveConversion<ClaimsConverter, ClaimsComparer>();
        model.Properties<IReadOnlyDictionary<string, string>>().HaveConversion<TextsConverter, TextsComparer>();
        model.Properties<IReadOnlyDictionary<string, MemberRole>>().HaveConversion<RolesConverter, RolesComparer>();
        model.Properties<IReadOnlyDictionary<string, long>>().HaveConversion<CountsConverter, CountsComparer>();
        // By name: a member that moves in its enum must not change what rows mean.
        model.Properties<ClientAuthMethod>().HaveConversion<string>().HaveMaxLength(Lengths.Word);
        model.Properties<ConsentPolicy>().HaveConversion<string>().HaveMaxLength(Lengths.Word);
        model.Properties<SdkClientKind>().HaveConversion<string>().HaveMaxLength(Lengths.Word);
        model.Properties<ConnectionKind>().HaveConversion<string>().HaveMaxLength(Lengths.Word);
        model.Properties<LinkingPolicy>().HaveConversion<string>().HaveMaxLength(Lengths.Word);
        model.Properties<UpstreamAuthMethod>().HaveConversion<string>().HaveMaxLength(Lengths.Word);
        model.Properties<MemberRole>().HaveConversion<string>().HaveMaxLength(Lengths.Word);
        // As a number: SQL Server's time ends at a day, SQLite has none.
        model.Properties<TimeSpan>().HaveConversion<SpanInSeconds>();
        KeepInstants(model.Properties<DateTimeOffset>());
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(IdpContext).Assembly);
        model.Entity<Client>().HasQueryFilter(PoolFilter, client => client.PoolId == Pool);
        model.Entity<Resource>().HasQueryFilter(PoolFilter, resource => resource.PoolId == Pool);
        model.Entity<SeenUser>().HasQueryFilter(PoolFilter, user => user.PoolId == Pool);
        model.Entity<User>().HasQueryFilter(PoolFilter, user => user.PoolId == Pool);
        model.Entity<Session>().HasQueryFilter(PoolFilter, session => session.PoolId == Pool);
        model.Entity<Consent>().HasQueryFilter(PoolFilter, consent => consent.PoolId == Pool);
        model.Entity<AuthorizeTransaction>().HasQueryFilter(PoolFilter, transaction => transaction.PoolId == Pool);
        model.Entity<TokenFamily>().HasQueryFilter(PoolFilter, family => family.PoolId == Pool);
        model.Entity<RevokedToken>().HasQueryFilter(PoolFilter, token => token.PoolId == Pool);
        model.Entity<SpentToken>().HasQueryFilter(PoolFilter, token => token.PoolId == Pool);
        model.Entity<Connection>().HasQueryFilter(PoolFilter, connection => connection.PoolId == Pool);
        model.Entity<UpstreamIdentity>().HasQueryFilter(PoolFilter, identity => identity.PoolId == Pool);
        model.Entity<SigningKey>().HasQueryFilter(PoolFilter, key => key.PoolId == Pool);
        model.Entity<RotationPolicy>().HasQueryFilter(PoolFilter, policy => policy.PoolId == Pool);
        model.Entity<TokenCount>().HasQueryFilter(PoolFilter, count => count.PoolId == Pool);
        model.Entity<JwksReader>().HasQueryFilter(PoolFilter, reader => reader.PoolId == Pool);
        model.Entity<ClientRange>().HasQueryFilter(PoolFilter, range => range.PoolId == Pool);
    }

    /// <summary>What is written with a change.</summary>
    internal void Add(RecordedChange change)
    {
        AuditRecords.Add(change.Record);
        if (change.Answer is { } answer) KeptAnswers.Add(answer);
    }

    void Binary<T>(PropertiesConfigurationBuilder<T> strings)
    {
        if (BinaryCollation is { } collation) strings.UseCollation(collation);
    }
}
