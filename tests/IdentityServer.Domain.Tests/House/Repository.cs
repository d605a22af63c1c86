namespace IdentityServer.Domain.Tests.House;

/// <summary>The files of the project itself, found from where the tests run.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>C# sources below a folder, without what the build makes.</summary>
    public static IEnumerable<string> Sources(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([Root, .. folder]), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Parts(file).Any(part => part is "bin" or "obj"));

    static string[] Parts(string file) => Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar);

    static string Find(string folder) => File.Exists(Path.Combine(folder, "IdP.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("IdP.sln is in no folder above the tests."));
}
