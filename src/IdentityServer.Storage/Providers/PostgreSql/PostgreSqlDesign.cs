using Microsoft.EntityFrameworkCore.Design;

namespace IdentityServer.Storage.Providers.PostgreSql;

/// <summary>What `dotnet ef migrations add` builds the model from; it connects to nothing.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlContext>
{
    public PostgreSqlContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlContext>().UseNpgsql("Host=design").Options);
}
