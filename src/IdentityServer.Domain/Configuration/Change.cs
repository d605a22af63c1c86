namespace IdentityServer.Domain.Configuration;

/// <summary>One difference between the file and the database. It names fields and never shows what is in them.</summary>
/// <param name="What">Kind and name: <c>client web</c>.</param>
/// <param name="Details">Names of fields as the file has them; of what is ignored, the reason.</param>
public sealed record Change(ChangeKind Kind, string What, IReadOnlyList<string> Details)
{
    /// <summary>False for what is only reported.</summary>
    public bool ChangesAnything => Kind != ChangeKind.Ignored;

    public override string ToString() => Details.Count == 0 ? $"{Kind} {What}" : $"{Kind} {What}: {string.Join(", ", Details)}";
}
