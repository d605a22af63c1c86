using IdentityServer.Storage.Tests.Contracts;

namespace IdentityServer.Storage.Tests.Sqlite;

public sealed class SqliteTokenFamilyStore(SqliteSource source) : TokenFamilyStoreContract(source);

public sealed class SqliteSessionStore(SqliteSource source) : SessionStoreContract(source);

public sealed class SqliteConsentStore(SqliteSource source) : ConsentStoreContract(source);

public sealed class SqliteAuthorizeTransactionStore(SqliteSource source) : AuthorizeTransactionStoreContract(source);

public sealed class SqliteUserStore(SqliteSource source) : UserStoreContract(source);

public sealed class SqliteKeyStore(SqliteSource source) : KeyStoreContract(source);

public sealed class SqliteKeyLedgers(SqliteSource source) : KeyLedgersContract(source);

public sealed class SqliteSealedRows(SqliteSource source) : SealedRowsContract(source);

public sealed class SqliteSmallStores(SqliteSource source) : SmallStoresContract(source);

public sealed class SqliteClientStore(SqliteSource source) : ClientStoreContract(source);

public sealed class SqliteCatalogue(SqliteSource source) : CatalogueContract(source);

public sealed class SqlitePruning(SqliteSource source) : PruningContract(source);

public sealed class SqliteIdentityStore(SqliteSource source) : IdentityStoreContract(source);

public sealed class SqliteApiKeyStore(SqliteSource source) : ApiKeyStoreContract(source);

public sealed class SqliteAuditLog(SqliteSource source) : AuditLogContract(source);

public sealed class SqliteOrganizationStore(SqliteSource source) : OrganizationStoreContract(source);

public sealed class SqliteMemberSessionStore(SqliteSource source) : MemberSessionStoreContract(source);

public sealed class SqliteUserPoolStore(SqliteSource source) : UserPoolStoreContract(source);

public sealed class SqliteSdkClientStore(SqliteSource source) : SdkClientStoreContract(source);

public sealed class SqliteSeenUserStore(SqliteSource source) : SeenUserStoreContract(source);

public sealed class SqliteKeptAnswers(SqliteSource source) : KeptAnswersContract(source);

public sealed class SqlitePoolPruning(SqliteSource source) : PoolPruningContract(source);

public sealed class SqliteTrustedIssuerStore(SqliteSource source) : TrustedIssuerStoreContract(source);

public sealed class SqliteConnectionStore(SqliteSource source) : ConnectionStoreContract(source);
