using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Lanes;
using IdentityServer.Storage.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IdentityServer.Storage.Tests.SqlServer;

public sealed class ScriptTests
{
    [Fact]
    public async Task The_migration_script_is_the_committed_one()
    {
        await using var node = new Node("SqlServer", "Server=nowhere");
        await using var context = node.Get<IContexts>().OpenSystemWide();
        CommittedText.AssertEqual(
            context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent), "SqlServer/migrations.sql");
    }

    [Theory]
    [InlineData("Sqlite", "Data Source=nowhere.db")]
    [InlineData("SqlServer", "Server=nowhere")]
    [InlineData("PostgreSql", "Host=nowhere")]
    public async Task The_model_has_no_change_that_waits_for_a_migration(string provider, string connectionString)
    {
        await using var node = new Node(provider, connectionString);
        await using var context = node.Get<IContexts>().OpenSystemWide();
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData("SqlServer", "Server=nowhere", "Latin1_General_100_BIN2")]
    [InlineData("PostgreSql", "Host=nowhere", "C")]
    public async Task Every_string_that_is_a_key_or_in_an_index_is_compared_byte_for_byte(string provider, string connectionString, string collation)
    {
        await using var node = new Node(provider, connectionString);
        await using var context = node.Get<IContexts>().OpenSystemWide();
        var model = context.GetService<IDesignTimeModel>().Model;
        var strings = model.GetEntityTypes()
            .SelectMany(entity => entity.GetKeys().SelectMany(key => key.Properties).Concat(entity.GetIndexes().SelectMany(index => index.Properties)))
            .Distinct().Where(property => (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string)).ToList();
        Assert.True(strings.Count > 30);
        Assert.All(strings, property => Assert.Equal(collation, property.GetCollation()));
    }

    /// <summary>900 bytes for a clustered key, 1700 for another index; nvarchar takes two for each character.</summary>
    [Fact]
    public async Task Every_key_fits_into_an_index_of_sql_server()
    {
        await using var node = new Node("SqlServer", "Server=nowhere");
        await using var context = node.Get<IContexts>().OpenSystemWide();
        static int Bytes(IReadOnlyList<IProperty> properties) => properties.Sum(property =>
            (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string) ? 2 * property.GetMaxLength() ?? 100_000 : 16);
        foreach (var entity in context.GetService<IDesignTimeModel>().Model.GetEntityTypes())
        {
            var key = entity.FindPrimaryKey()!;
            Assert.InRange(Bytes(key.Properties), 1, key.IsClustered() == false ? 1700 : 900);
            Assert.All(entity.GetIndexes(), index => Assert.InRange(Bytes(index.Properties), 1, 1700));
        }
    }

    [Fact]
    public async Task Whatever_has_a_pool_is_behind_the_pools_filter()
    {
        await using var node = new Node("Sqlite", "Data Source=nowhere.db");
        await using var context = node.Get<IContexts>().OpenSystemWide();
        var owned = context.Model.GetEntityTypes().Where(entity => !entity.IsOwned() && entity.FindProperty("PoolId") is not null)
            // Stamps say whose keys have changed, to whoever follows all of them.
            .Where(entity => entity.ClrType != typeof(KeyStamp)).ToList();
        Assert.Equal(17, owned.Count);
        Assert.All(owned, entity => Assert.NotNull(entity.FindDeclaredQueryFilter(IdpContext.PoolFilter)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.Clients.ToListAsync(TestContext.Current.CancellationToken));
    }
}
