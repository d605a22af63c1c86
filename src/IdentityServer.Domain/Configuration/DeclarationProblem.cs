namespace IdentityServer.Domain.Configuration;

/// <summary>One thing that is wrong with a declaration, and what to do about it. It never repeats a value, which may be a secret.</summary>
/// <param name="Path">Where: <c>clients[2].redirect_uris[0]</c>; empty for the file as a whole.</param>
public sealed record DeclarationProblem(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
