namespace IdentityServer.Domain.Configuration;

/// <summary>Problems in the order they are found; of several at one place the first is told, since the others follow from it.</summary>
sealed class ProblemList
{
    readonly List<DeclarationProblem> all = [];
    readonly HashSet<string> places = new(StringComparer.Ordinal);

    public IReadOnlyList<DeclarationProblem> All => all;

    public void Add(string path, string message)
    {
        if (places.Add(path)) all.Add(new(path, message));
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
