using IdentityServer.Storage.Tests.Contracts;

namespace IdentityServer.Storage.Tests.PostgreSql;

public sealed class PostgreSqlTokenFamilyStore(PostgreSqlSource source) : TokenFamilyStoreContract(source);

public sealed class PostgreSqlSessionStore(PostgreSqlSource source) : SessionStoreContract(source);

public sealed class PostgreSqlConsentStore(PostgreSqlSource source) : ConsentStoreContract(source);

public sealed class PostgreSqlAuthorizeTransactionStore(PostgreSqlSource source) : AuthorizeTransactionStoreContract(source);

public sealed class PostgreSqlUserStore(PostgreSqlSource source) : UserStoreContract(source);

public sealed class PostgreSqlKeyStore(PostgreSqlSource source) : KeyStoreContract(source);

public sealed class PostgreSqlKeyLedgers(PostgreSqlSource source) : KeyLedgersContract(source);

public sealed class PostgreSqlSealedRows(PostgreSqlSource source) : SealedRowsContract(source);

public sealed class PostgreSqlSmallStores(PostgreSqlSource source) : SmallStoresContract(source);

public sealed class PostgreSqlClientStore(PostgreSqlSource source) : ClientStoreContract(source);

public sealed class PostgreSqlCatalogue(PostgreSqlSource source) : CatalogueContract(source);

public sealed class PostgreSqlPruning(PostgreSqlSource source) : PruningContract(source);

public sealed class PostgreSqlIdentityStore(PostgreSqlSource source) : IdentityStoreContract(source);

public sealed class PostgreSqlApiKeyStore(PostgreSqlSource source) : ApiKeyStoreContract(source);

public sealed class PostgreSqlAuditLog(PostgreSqlSource source) : AuditLogContract(source);

public sealed class PostgreSqlOrganizationStore(PostgreSqlSource source) : OrganizationStoreContract(source);

public sealed class PostgreSqlMemberSessionStore(PostgreSqlSource source) : MemberSessionStoreContract(source);

public sealed class PostgreSqlUserPoolStore(PostgreSqlSource source) : UserPoolStoreContract(source);

public sealed class PostgreSqlSdkClientStore(PostgreSqlSource source) : SdkClientStoreContract(source);

public sealed class PostgreSqlSeenUserStore(PostgreSqlSource source) : SeenUserStoreContract(source);

public sealed class PostgreSqlKeptAnswers(PostgreSqlSource source) : KeptAnswersContract(source);

public sealed class PostgreSqlPoolPruning(PostgreSqlSource source) : PoolPruningContract(source);

public sealed class PostgreSqlTrustedIssuerStore(PostgreSqlSource source) : TrustedIssuerStoreContract(source);

public sealed class PostgreSqlConnectionStore(PostgreSqlSource source) : ConnectionStoreContract(source);
