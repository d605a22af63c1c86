using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace IdentityServer.Domain.Tests.House;

/// <summary>
/// Law, archive, house: nobody looks up. Inside the law: Primitives, then Jose and Protocol, then the entities, then the engine.
/// What the compiler cannot forbid is forbidden here, from the text of the sources.
/// </summary>
public sealed partial class FloorsTests
{
    static readonly string[] Entities = ["Pools", "Keys", "Clients", "Resources", "Users", "Organizations", "Sessions", "Consents", "Signals", "Audit", "Egress", "RemoteKeys", "Discovery", "TrustedIssuers", "Connections"];
    static readonly string[] Engine = ["Authorize", "Grants", "Tokens", "Configuration", "Logout", "AppUserIdTokens"];
    static readonly string[] Slices = ["Primitives", "Jose", "Protocol", .. Entities, .. Engine];

    /// <summary>Where an entity slice uses the engine, and why it may. The list only ever gets shorter.</summary>
    static readonly (string File, string Uses, string Why)[] Exceptions =
    [
    ];

    /// <summary>Files of src that speak to other servers themselves: one, for all the rest.</summary>
    static readonly string[] Callers = ["src/IdentityServer/Egress/GuardedHttp.cs"];

    [GeneratedRegex(@"\bIdentityServer\.(?!Domain\b)[A-Z]\w*")]
    private static partial Regex AboveDomain();

    [GeneratedRegex(@"\bIdentityServer\.(?!Domain\b|Storage\b)[A-Z]\w*")]
    private static partial Regex AboveStorage();

    [GeneratedRegex(@"\bMicrosoft\.(AspNetCore|EntityFrameworkCore|Extensions)\b")]
    private static partial Regex Frameworks();

    // In quotes it is the name of a log category.
    [GeneratedRegex(@"(?<!"")\bMicrosoft\.EntityFrameworkCore\b|\bDbContext\b")]
    private static partial Regex EntityFramework();

    [GeneratedRegex(@"\bHttpClient\b|\bIHttpClientFactory\b|\bAddHttpClient\b|\bSocketsHttpHandler\b|\bHttpClientHandler\b")]
    private static partial Regex Calling();

    static IEnumerable<string> Saying(Regex words, IEnumerable<string> files) =>
        from file in files from Match match in words.Matches(File.ReadAllText(file)) select $"{Repository.Relative(file)}: {match.Value}";

    static IEnumerable<XElement> Project(string name) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", name, name + ".csproj")).Descendants();

    [Fact]
    public void The_law_knows_neither_the_floors_above_nor_their_frameworks()
    {
        Assert.Empty(Saying(AboveDomain(), Repository.Sources("src", "IdentityServer.Domain")));
        Assert.Empty(Saying(Frameworks(), Repository.Sources("src", "IdentityServer.Domain")));
        Assert.DoesNotContain(Project("IdentityServer.Domain"), element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference");
    }

    [Fact]
    public void The_archive_does_not_know_the_house() => Assert.Empty(Saying(AboveStorage(), Repository.Sources("src", "IdentityServer.Storage")));

    [Fact]
    public void The_house_cannot_name_what_the_archive_is_built_of()
    {
        Assert.Empty(Saying(EntityFramework(), [.. Repository.Sources("src", "IdentityServer"), .. Repository.Files("*.cshtml", "src", "IdentityServer")]));
        var packages = Project("IdentityServer.Storage").Where(element => element.Name.LocalName == "PackageReference").ToArray();
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.True(
            (((string?)package.Attribute("PrivateAssets")) ?? "").Split(';').Any(asset => asset is "compile" or "all") || (string?)package.Attribute("ExcludeAssets") == "compile",
            package.ToString()));
        Assert.DoesNotContain(Project("IdentityServer"), element => ((string?)element.Attribute("Include"))?.Contains("EntityFrameworkCore", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Nobody_speaks_to_other_servers_but_those_who_may() =>
        Assert.Equal(Callers, Repository.Sources("src").Where(file => Calling().IsMatch(File.ReadAllText(file))).Select(Repository.Relative));

    [Fact]
    public void Every_slice_of_the_law_has_its_floor() =>
        Assert.Equal(Slices.Order(StringComparer.Ordinal), Uses().Select(use => use.File.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Inside_the_law_nobody_looks_up()
    {
        var wrong = Uses().Where(use => !MayUse(use.File.Split('/')[0], use.Slice));
        var excused = Exceptions.Select(exception => (exception.File, exception.Uses));
        Assert.Equal(excused, wrong.Where(use => use.Slice != ""));
        Assert.All(Exceptions, exception => Assert.NotEmpty(exception.Why));
    }

    static bool MayUse(string user, string used) => user == used || user switch
    {
        "Primitives" => false,
        "Jose" or "Protocol" => used == "Primitives",
        // The file of an operator stands above everything that it can declare, and nothing stands on it.
        "Configuration" => true,
        _ when Engine.Contains(user) => used != "Configuration",
        _ => !Engine.Contains(used),
    };

    /// <summary>Each file of the law with each slice it names; a file that names none comes once, with an empty one.</summary>
    static IEnumerable<(string File, string Slice)> Uses()
    {
        var names = new Regex($@"\bIdentityServer\.Domain\.(?<slice>\w+)|(?<![\w.""])(?<slice>{string.Join('|', Slices)})\.[A-Z]");
        foreach (var path in Repository.Sources("src", "IdentityServer.Domain"))
        {
            var file = Repository.Relative(path)["src/IdentityServer.Domain/".Length..];
            foreach (var slice in names.Matches(File.ReadAllText(path)).Select(match => match.Groups["slice"].Value).Append("").Distinct())
                yield return (file, slice);
        }
    }
}
