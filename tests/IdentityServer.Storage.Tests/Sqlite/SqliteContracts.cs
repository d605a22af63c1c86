using IdentityServer.Storage.Tests.Contracts;

namespace IdentityServer.Storage.Tests.Sqlite;

public sealed class SqliteTokenFamilyStore(SqliteSource source) : TokenFamilyStoreContract(source);
