namespace IdentityServer.Domain.Configuration;

/// <summary>Names of the fields in which two things differ, in the words of the file.</summary>
sealed class Difference
{
    readonly List<string> fields = [];

    public IReadOnlyList<string> Fields => fields;

    public Difference In<T>(string field, T left, T right)
    {
        if (!EqualityComparer<T>.Default.Equals(left, right)) fields.Add(field);
        return this;
    }

    public Difference InList(string field, IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (!left.SequenceEqual(right, StringComparer.Ordinal)) fields.Add(field);
        return this;
    }
}
