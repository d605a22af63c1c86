using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityServer.Domain.Organizations;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentityServer.Storage.Conversions;

[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<string[]>))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(Dictionary<string, long>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class JsonShapes : JsonSerializerContext;

/// <summary>Lists that are read and written whole and never searched: a JSON array in a text column.</summary>
internal sealed class TextListConverter() : ValueConverter<IReadOnlyList<string>, string>(
    list => JsonSerializer.Serialize(list.ToList(), JsonShapes.Default.ListString),
    json => JsonSerializer.Deserialize(json, JsonShapes.Default.ListString)!);

/// <summary>Equal when element by element equal; lists are immutable, so one is its own snapshot.</summary>
internal sealed class TextListComparer() : ValueComparer<IReadOnlyList<string>>(
    (left, right) => ReferenceEquals(left, right) || left != null && right != null && left.SequenceEqual(right),
    list => list.Count,
    list => list);

/// <summary>Names and values in their order, with repetitions: an array of pairs.</summary>
internal sealed class PairListConverter() : ValueConverter<IReadOnlyList<KeyValuePair<string, string>>, string>(
    pairs => JsonSerializer.Serialize(pairs.Select(pair => new[] { pair.Key, pair.Value }).ToList(), JsonShapes.Default.ListStringArray),
    json => Read(json))
{
    static List<KeyValuePair<string, string>> Read(string json) =>
        [.. JsonSerializer.Deserialize(json, JsonShapes.Default.ListStringArray)!.Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
}

/// <inheritdoc cref="TextListComparer"/>
internal sealed class PairListComparer() : ValueComparer<IReadOnlyList<KeyValuePair<string, string>>>(
    (left, right) => ReferenceEquals(left, right) || left != null && right != null && left.SequenceEqual(right),
    pairs => pairs.Count,
    pairs => pairs);

/// <summary>A user's claims: one JSON object.</summary>
internal sealed class ClaimsConverter() : ValueConverter<IReadOnlyDictionary<string, JsonElement>, string>(
    claims => Write(claims),
    json => JsonSerializer.Deserialize(json, JsonShapes.Default.DictionaryStringJsonElement)!)
{
    internal static string Write(IReadOnlyDictionary<string, JsonElement> claims) =>
        JsonSerializer.Serialize(new Dictionary<string, JsonElement>(claims), JsonShapes.Default.DictionaryStringJsonElement);
}

/// <summary>Equal when their JSON text is.</summary>
internal sealed class ClaimsComparer() : ValueComparer<IReadOnlyDictionary<string, JsonElement>>(
    (left, right) => ReferenceEquals(left, right) || left != null && right != null && ClaimsConverter.Write(left) == ClaimsConverter.Write(right),
    claims => claims.Count,
    claims => claims);

/// <summary>Numbers by name: one JSON object.</summary>
internal sealed class CountsConverter() : ValueConverter<IReadOnlyDictionary<string, long>, string>(
    counts => JsonSerializer.Serialize(new Dictionary<string, long>(counts), JsonShapes.Default.DictionaryStringInt64),
    json => JsonSerializer.Deserialize(json, JsonShapes.Default.DictionaryStringInt64)!);

/// <summary>Never changed in place: what was counted later is another dictionary.</summary>
internal sealed class CountsComparer() : ValueComparer<IReadOnlyDictionary<string, long>>(
    (left, right) => ReferenceEquals(left, right),
    counts => counts.Count,
    counts => counts);

/// <summary>Texts by name: one JSON object.</summary>
internal sealed class TextsConverter() : ValueConverter<IReadOnlyDictionary<string, string>, string>(
    texts => JsonSerializer.Serialize(new Dictionary<string, string>(texts), JsonShapes.Default.DictionaryStringString),
    json => JsonSerializer.Deserialize(json, JsonShapes.Default.DictionaryStringString)!);

/// <inheritdoc cref="CountsComparer"/>
internal sealed class TextsComparer() : ValueComparer<IReadOnlyDictionary<string, string>>(
    (left, right) => ReferenceEquals(left, right),
    texts => texts.Count,
    texts => texts);

/// <summary>Roles by name, each by its own name: one JSON object.</summary>
internal sealed class RolesConverter() : ValueConverter<IReadOnlyDictionary<string, MemberRole>, string>(
    roles => JsonSerializer.Serialize(roles.ToDictionary(role => role.Key, role => role.Value.ToString()), JsonShapes.Default.DictionaryStringString),
    json => Read(json))
{
    static Dictionary<string, MemberRole> Read(string json) =>
        JsonSerializer.Deserialize(json, JsonShapes.Default.DictionaryStringString)!.ToDictionary(role => role.Key, role => Enum.Parse<MemberRole>(role.Value));
}

/// <inheritdoc cref="CountsComparer"/>
internal sealed class RolesComparer() : ValueComparer<IReadOnlyDictionary<string, MemberRole>>(
    (left, right) => ReferenceEquals(left, right),
    roles => roles.Count,
    roles => roles);
