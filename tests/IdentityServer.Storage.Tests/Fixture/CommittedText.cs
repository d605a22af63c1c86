using System.Runtime.CompilerServices;

namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>Text that a test generates and compares with a committed file. IDP_UPDATE_COMMITTED=1 writes the file anew.</summary>
internal static class CommittedText
{
    public static void AssertEqual(string actual, string relativePath, [CallerFilePath] string testFile = "")
    {
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("IDP_UPDATE_COMMITTED") == "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(testFile)!, Path.GetFileName(relativePath)), actual);
            return;
        }
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, relativePath)).ReplaceLineEndings("\n"), actual);
    }
}
