using System.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>What a server would answer.</summary>
internal static class AnsweredRows
{
    public static DataTable Of(object value)
    {
        var table = new DataTable();
        table.Columns.Add(new DataColumn("value", value.GetType()));
        table.Rows.Add(value);
        return table;
    }

    /// <summary>One row of a table: the key, then the others by name, then those of what it owns, which is not there.</summary>
    public static DataTable Of<T>(IdpContext context, T row) where T : class
    {
        var entity = context.Model.FindEntityType(typeof(T))!;
        var owned = entity.GetNavigations().Where(navigation => navigation.TargetEntityType.IsOwned() && !navigation.IsCollection)
            .SelectMany(navigation => navigation.TargetEntityType.GetProperties());
        var table = new DataTable();
        List<object?> values = [];
        foreach (var property in entity.GetProperties().Concat(owned))
        {
            var converter = property.GetTypeMapping().Converter;
            var type = converter?.ProviderClrType ?? property.ClrType;
            table.Columns.Add(new DataColumn($"c{table.Columns.Count}", Nullable.GetUnderlyingType(type) ?? type));
            // What is owned has the key of its owner.
            var source = property.DeclaringType == entity ? property : property.IsPrimaryKey() ? entity.FindPrimaryKey()!.Properties[0] : null;
            var value = source?.PropertyInfo!.GetValue(row);
            values.Add((value is null ? null : converter?.ConvertToProvider(value) ?? value) ?? DBNull.Value);
        }
        table.Rows.Add([.. values]);
        return table;
    }
}
