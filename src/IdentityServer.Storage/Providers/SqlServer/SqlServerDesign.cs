using Microsoft.EntityFrameworkCore.Design;

namespace IdentityServer.Storage.Providers.SqlServer;

/// <summary>What `dotnet ef migrations add` builds the model from; it connects to nothing.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<SqlServerContext>
{
    public SqlServerContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerContext>().UseSqlServer("Server=design").Options);
}
