using System.Text.RegularExpressions;
using Xunit;

namespace IdentityServer.Domain.Tests.House;

/// <summary>
/// Every Domain file with behaviour has its test file: src/IdentityServer.Domain/Slice/X.cs is mirrored by
/// tests/IdentityServer.Domain.Tests/Slice/XTests.cs.
/// A file has behaviour where one of its types has a method with a body: a member with a parameter list that is
/// followed by <c>=></c> or <c>{</c>. Interfaces, enums, constants, properties, constructors and records without
/// methods have none, nor has a <c>ToString</c> in one line.
/// </summary>
public sealed partial class MirrorTests
{
    // Proven through what is built upon them.
    static readonly Dictionary<string, string> ProvenElsewhere = new()
    {
        ["Jose/Libcrypto.cs"] = "Jose/Ed25519Tests.cs",
        ["Configuration/ClaimRules.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/ClientDeclaration.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/ClientReader.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/ClientRules.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/DocumentCheck.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/ObjectReader.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/OrganizationReader.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/ProblemList.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/PoolReader.cs"] = "Configuration/DeclarationReaderPoolTests.cs",
        ["Configuration/SdkClientReader.cs"] = "Configuration/DeclarationReaderPoolTests.cs",
        ["Configuration/ResourceReader.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/UserReader.cs"] = "Configuration/DeclarationReaderTests.cs",
        ["Configuration/ApiKeySteps.cs"] = "Configuration/ReconcilerApiKeyTests.cs",
        ["Configuration/ClientSteps.cs"] = "Configuration/ReconcilerTests.cs",
        ["Configuration/Difference.cs"] = "Configuration/ReconcilerTests.cs",
        ["Configuration/OrganizationSteps.cs"] = "Configuration/ReconcilerTests.cs",
        ["Configuration/ResourceSteps.cs"] = "Configuration/ReconcilerTests.cs",
        ["Configuration/HostedPools.cs"] = "Configuration/ReconcilerPoolTests.cs",
        ["Configuration/SdkClientSteps.cs"] = "Configuration/ReconcilerPoolTests.cs",
        ["Configuration/ConnectionReader.cs"] = "Configuration/ReconcilerFederationTests.cs",
        ["Configuration/ConnectionSteps.cs"] = "Configuration/ReconcilerFederationTests.cs",
        ["Configuration/TrustedIssuerReader.cs"] = "Configuration/ReconcilerFederationTests.cs",
        ["Configuration/TrustedIssuerSteps.cs"] = "Configuration/ReconcilerFederationTests.cs",
        ["Configuration/UserPoolSteps.cs"] = "Configuration/ReconcilerPoolTests.cs",
        ["Configuration/Step.cs"] = "Configuration/ReconcilerTests.cs",
        ["Configuration/UserSteps.cs"] = "Configuration/ReconcilerTests.cs",
        ["RemoteKeys/JwksAnswer.cs"] = "RemoteKeys/JwksDocumentTests.cs",
    };

    // A return type, a name, a parameter list and a body; primary constructors and control flow are no methods.
    [GeneratedRegex(@"^ +(?!(?:public|internal|protected|private) \w+\()(?![^(\n]*\b(?:class|record|struct|interface|enum|new|return|await|throw|else|case|ToString)\b)(?:(?:[\w<>\[\]?,.]|<\(|\)>)+ )+(?:\([^()]*\) )?\w+(?:<\w+>)?\([^;{}]*?\)(?: where [^\n]*)?\s*(?:=>|\{)", RegexOptions.Multiline)]
    private static partial Regex Method();

    static bool HasBehaviour(string text) => !Interface().IsMatch(text) && Method().IsMatch(text);

    [GeneratedRegex(@"^(?:public |internal )?interface ", RegexOptions.Multiline)]
    private static partial Regex Interface();

    [Fact]
    public void Every_law_with_behaviour_has_its_test_in_the_mirrored_folder()
    {
        var domain = Path.Combine(Repository.Root, "src", "IdentityServer.Domain");
        var tests = Path.Combine(Repository.Root, "tests", "IdentityServer.Domain.Tests");
        List<string> missing = [];
        foreach (var file in Repository.Sources("src", "IdentityServer.Domain"))
        {
            var path = Path.GetRelativePath(domain, file).Replace(Path.DirectorySeparatorChar, '/');
            if (!HasBehaviour(File.ReadAllText(file))) continue;
            var folder = Path.Combine(tests, Path.GetDirectoryName(path)!);
            var mirrored = ProvenElsewhere.TryGetValue(path, out var elsewhere)
                ? File.Exists(Path.Combine(tests, elsewhere))
                : File.Exists(Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + "Tests.cs"));
            if (!mirrored) missing.Add(path);
        }
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("class A\n{\n    public int B(int c) => c;\n}", true)]
    [InlineData("class A\n{\n    static async ValueTask<Result<int>> BAsync(int c)\n    {\n    }\n}", true)]
    [InlineData("class A\n{\n    public (int, int) B<T>(T c) where T : class =>\n        (1, 2);\n}", true)]
    [InlineData("class A\n{\n    public async Task<(int? B, int? C)> DAsync(\n        int e, int f)\n    {\n    }\n}", true)]
    [InlineData("class A\n{\n    public B C() => new()\n    {\n    };\n}", true)]
    [InlineData("public interface IA\n{\n    int B(int c);\n}", false)]
    [InlineData("public sealed record A(int B)\n{\n    public int C => B;\n}", false)]
    [InlineData("class A\n{\n    public required int B { get; init; }\n    static readonly int C = Math.Max(1, 2);\n}", false)]
    [InlineData("class A\n{\n    internal A(int b)\n    {\n    }\n}", false)]
    [InlineData("class A\n{\n    public override string ToString() => Value;\n}", false)]
    public void Behaviour_is_a_method_with_a_body(string text, bool expected) => Assert.Equal(expected, HasBehaviour(text));
}
