namespace IdentityServer.Domain.Tests.House;

/// <summary>The files of the project itself, found from where the tests run.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>C# sources below a folder, without what the build makes, in an order that is the same everywhere.</summary>
    public static IEnumerable<string> Sources(params string[] folder) => Files("*.cs", folder);

    /// <summary>Files below a folder, without what the build makes, in an order that is the same everywhere.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([Root, .. folder]), pattern, SearchOption.AllDirectories)
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj"))
            .OrderBy(Relative, StringComparer.Ordinal);

    /// <summary>A file's path from the root, with slashes.</summary>
    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');

    static string Find(string folder) => File.Exists(Path.Combine(folder, "IdP.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("IdP.sln is in no folder above the tests."));
}
