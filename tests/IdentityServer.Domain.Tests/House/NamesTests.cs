using System.Text.RegularExpressions;
using Xunit;

namespace IdentityServer.Domain.Tests.House;

/// <summary>Things are called what they are, and stand where their name says.</summary>
public sealed partial class NamesTests
{
    const int LongestReadme = 25;

    /// <summary>Words that say nothing of a thing. UserInfo is a name of the trade: OIDC Core §5.3.</summary>
    static readonly string[] Empty = ["Helper", "Helpers", "Util", "Utils", "Utility", "Manager", "Processor", "Base", "Default", "Impl", "Info"];

    static readonly string[] Projects = ["IdentityServer.Domain", "IdentityServer.Storage", "IdentityServer"];

    [GeneratedRegex(@"^(?<indent> *)(?<modifiers>(?:[a-z]+ )*?)(?<kind>class|record struct|record|struct|interface|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    sealed record Declared(string File, int Position, string Kind, string Name, bool IsPublic, bool IsNested);

    static IEnumerable<string> Written(string project) =>
        Repository.Sources("src", project).Where(file => !Repository.Relative(file).Contains("/Migrations/", StringComparison.Ordinal));

    static IEnumerable<Declared> Types(string file) =>
        from Match match in Declaration().Matches(File.ReadAllText(file))
        let modifiers = match.Groups["modifiers"].Value
        select new Declared(file, match.Index, match.Groups["kind"].Value, match.Groups["name"].Value,
            modifiers.Split(' ').Contains("public"), match.Groups["indent"].Length > 0);

    [Fact]
    public void No_type_has_a_word_in_its_name_that_says_nothing()
    {
        var names = Projects.SelectMany(Written).SelectMany(Types).Select(type => type.Name).ToArray();
        Assert.True(names.Length > 250);
        Assert.DoesNotContain(names, name => Word().Matches(name.Replace("UserInfo", "", StringComparison.Ordinal)).Any(word => Empty.Contains(word.Value)));
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        List<string> wrong = [];
        foreach (var project in Projects)
        {
            foreach (var file in Written(project).Where(file => Path.GetFileName(file) != "Program.cs"))
            {
                var folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, "src", project), file))!;
                var expected = folder == "" ? project : project + "." + folder.Replace(Path.DirectorySeparatorChar, '.');
                if (Namespace().Match(File.ReadAllText(file)).Groups["name"].Value != expected) wrong.Add(Repository.Relative(file));
            }
        }
        Assert.Empty(wrong);
    }

    /// <summary>Its records, and the enum that it reads and writes, may stand beside their owner.</summary>
    [Fact]
    public void A_file_has_one_public_class_or_interface_and_one_public_enum_at_most() =>
        Assert.Empty(from file in Projects.SelectMany(Written)
                     let open = Types(file).Where(type => type.IsPublic && !type.IsNested).ToArray()
                     where open.Count(type => type.Kind is "class" or "interface") > 1 || open.Count(type => type.Kind is "enum") > 1
                     select Repository.Relative(file));

    [Fact]
    public void A_file_with_a_public_type_is_named_for_a_type_in_it() =>
        Assert.Empty(from file in Projects.SelectMany(Written)
                     where Types(file).Any(type => type.IsPublic && !type.IsNested)
                     where Types(file).All(type => type.Name != Path.GetFileName(file).Split('.')[0])
                     select Repository.Relative(file));

    [Fact]
    public void Every_public_type_of_the_law_says_what_it_is()
    {
        var types = Written("IdentityServer.Domain").SelectMany(Types).Where(type => type.IsPublic).ToArray();
        Assert.True(types.Length > 100);
        Assert.Empty(types.Where(type => !HasSummary(type)).Select(type => $"{Repository.Relative(type.File)}: {type.Name}"));
    }

    static bool HasSummary(Declared type)
    {
        var above = File.ReadAllText(type.File)[..type.Position].Split('\n', StringSplitOptions.TrimEntries)[..^1].Reverse()
            .SkipWhile(line => line.StartsWith('[')).TakeWhile(line => line.StartsWith("///", StringComparison.Ordinal));
        return above.Any(line => line.StartsWith("/// <summary>", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_slice_opens_with_a_short_readme()
    {
        string[] folders =
        [
            Path.Combine(Repository.Root, "src", "IdentityServer.Storage"),
            .. Slices("IdentityServer.Domain"),
            .. Slices("IdentityServer"),
        ];
        Assert.True(folders.Length > 25);
        Assert.Empty(folders.Where(folder => !IsShort(Path.Combine(folder, "README.md"))).Select(Repository.Relative));
    }

    static IEnumerable<string> Slices(string project) =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", project))
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj") && Directory.EnumerateFiles(folder, "*.cs").Any());

    static bool IsShort(string readme) => File.Exists(readme) && File.ReadLines(readme).Count() is > 1 and <= LongestReadme;
}
