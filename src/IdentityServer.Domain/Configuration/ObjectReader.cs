using System.Text.Json;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// One JSON object of the file. It remembers which members were asked for, so that <see cref="Close"/> can complain of
/// the others. A member that is null counts as absent.
/// </summary>
sealed class ObjectReader(JsonElement element, string path, ProblemList problems)
{
    readonly List<string> known = [];

    public string Path => path;

    public string At(string name) => ProblemList.Join(path, name);

    public bool Has(string name) => TryFind(name, out _);

    public string? Text(string name)
    {
        if (!TryFind(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        problems.Add(At(name), "must be a string");
        return null;
    }

    /// <summary>Empty, with a problem, where it is absent.</summary>
    public string Required(string name)
    {
        if (!TryFind(name, out _)) problems.Add(At(name), "must be present");
        return Text(name) ?? "";
    }

    /// <summary>The member as it is.</summary>
    public JsonElement? Value(string name) => TryFind(name, out var value) ? value : null;

    public bool? Flag(string name)
    {
        if (!TryFind(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        problems.Add(At(name), "must be true or false");
        return null;
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        if (Items(name) is not { } items) return null;
        List<string> texts = [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].ValueKind != JsonValueKind.String) problems.Add($"{At(name)}[{i}]", "must be a string");
            texts.Add(items[i].ValueKind == JsonValueKind.String ? items[i].GetString() ?? "" : "");
        }
        return texts;
    }

    /// <summary>Members of a list of objects; what is no object is told and left out.</summary>
    public IReadOnlyList<ObjectReader> Objects(string name)
    {
        if (Items(name) is not { } items) return [];
        List<ObjectReader> objects = [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].ValueKind == JsonValueKind.Object) objects.Add(new(items[i], $"{At(name)}[{i}]", problems));
            else problems.Add($"{At(name)}[{i}]", "must be an object");
        }
        return objects;
    }

    public ObjectReader? Child(string name)
    {
        if (!TryFind(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return new(value, At(name), problems);
        problems.Add(At(name), "must be an object");
        return null;
    }

    /// <summary>Its members as they are.</summary>
    public IEnumerable<JsonProperty> Members() => element.EnumerateObject();

    public JsonElement Element => element;

    /// <summary>After the last member was asked for.</summary>
    public void Close()
    {
        foreach (var member in element.EnumerateObject())
            if (!known.Contains(member.Name)) problems.Add(At(member.Name), $"is not known here: use one of {string.Join(", ", known)}");
    }

    IReadOnlyList<JsonElement>? Items(string name)
    {
        if (!TryFind(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray()];
        problems.Add(At(name), "must be a list");
        return null;
    }

    bool TryFind(string name, out JsonElement value)
    {
        if (!known.Contains(name)) known.Add(name);
        return element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}
