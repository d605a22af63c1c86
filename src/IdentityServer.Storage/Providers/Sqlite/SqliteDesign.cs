using Microsoft.EntityFrameworkCore.Design;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>What `dotnet ef migrations add` builds the model from; it connects to nothing.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=design.db").Options);
}
