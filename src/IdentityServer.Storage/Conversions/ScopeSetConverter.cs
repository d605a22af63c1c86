using IdentityServer.Domain.Protocol;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentityServer.Storage.Conversions;

/// <summary>Space-delimited, as on the wire. What was written had been checked; what is read is not checked again.</summary>
internal sealed class ScopeSetConverter() : ValueConverter<ScopeSet, string>(
    scope => scope.Text, text => Read(text))
{
    static ScopeSet Read(string text) => ScopeSet.Of(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
