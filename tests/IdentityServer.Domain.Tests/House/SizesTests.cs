using Xunit;

namespace IdentityServer.Domain.Tests.House;

/// <summary>A file tells one story, and a story is short.</summary>
public sealed class SizesTests
{
    const int Longest = 300;
    const int LongestMedian = 100;

    /// <summary>Lists and what a tool writes: they are looked things up in, not read.</summary>
    static bool IsRead(string file) => Path.GetFileName(file) != "Reason.cs" && !Repository.Relative(file).Contains("/Migrations/", StringComparison.Ordinal);

    static int Lines(string file) => File.ReadLines(file).Count();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_is_longer_than_one_story(string folder) =>
        Assert.Empty(Repository.Sources(folder).Where(IsRead).Where(file => Lines(file) > Longest).Select(Repository.Relative));

    [Theory]
    [InlineData("IdentityServer.Domain")]
    [InlineData("IdentityServer.Storage")]
    [InlineData("IdentityServer")]
    public void Half_of_a_projects_files_fit_two_screens(string project)
    {
        var lines = Repository.Sources("src", project).Where(IsRead).Select(Lines).Order().ToArray();
        Assert.InRange(lines[lines.Length / 2], 1, LongestMedian - 1);
    }
}
