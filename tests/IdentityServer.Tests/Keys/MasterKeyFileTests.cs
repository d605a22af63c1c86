using System.Diagnostics;
using IdentityServer.Keys;
using IdentityServer.Testing;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>The file stays its owner's, whoever adds a key to it, and no key stays behind under another name.</summary>
public sealed class MasterKeyFileTests : IAsyncDisposable
{
    const string Service = "65534:65534";
    const string Lock = ".master.key.lock";

    readonly string folder = Repository.TemporaryFolder("masterkey");

    string KeyFile => Path.Combine(folder, MasterKeyFile.Name);

    IEnumerable<string> Made => Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [Fact]
    public void The_operator_may_be_root_and_the_server_another()
    {
        SkipUnlessRoot();
        MasterKeyFile.Create(KeyFile);
        Run("chown", Service, KeyFile);
        MasterKeyFile.AddFirst(KeyFile);
        Assert.Equal([Lock, MasterKeyFile.Name], Made);
        Assert.Equal(2, File.ReadAllLines(KeyFile).Length);
        foreach (var name in Made) Assert.Equal($"{Service} 600", Run("stat", "-c", "%u:%g %a", Path.Combine(folder, name)));
        MasterKeyFile.AddFirst(KeyFile);
        Assert.Equal(3, File.ReadAllLines(KeyFile).Length);
        Assert.Equal(Service, Run("stat", "-c", "%u:%g", KeyFile));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_the_new_file_cannot_be_the_owners_nothing_is_changed(bool hasLock)
    {
        SkipUnlessRoot();
        MasterKeyFile.Create(KeyFile);
        if (hasLock) MasterKeyFile.AddFirst(KeyFile);
        var (before, names) = (File.ReadAllText(KeyFile), Made.ToArray());
        Run("chown", Service, KeyFile);
        StartupException refused;
        using (new LessPrivilege(LessPrivilege.ChangingOwners)) refused = Assert.Throws<StartupException>(() => MasterKeyFile.AddFirst(KeyFile));
        Assert.StartsWith($"Nothing was changed: a new master.key would not belong to the owner of {KeyFile}. The user 65534 cannot be made its owner", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(KeyFile));
        Assert.Equal(names, Made);
    }

    [Fact]
    public void A_lock_that_is_a_link_gives_nothing_away()
    {
        SkipUnlessRoot();
        var precious = Path.Combine(folder, "precious");
        File.WriteAllText(precious, "root's");
        MasterKeyFile.Create(KeyFile);
        Run("chown", Service, KeyFile);
        File.CreateSymbolicLink(Path.Combine(folder, Lock), precious);
        MasterKeyFile.AddFirst(KeyFile);
        Assert.Equal("0:0", Run("stat", "-c", "%u:%g", precious));
        Assert.Equal("root's", File.ReadAllText(precious));
    }

    [Fact]
    public void No_key_stays_behind_where_it_cannot_get_its_name()
    {
        Directory.CreateDirectory(KeyFile);
        Assert.ThrowsAny<IOException>(() => MasterKeyFile.Create(KeyFile));
        Assert.Equal([MasterKeyFile.Name], Made);
    }

    [Fact]
    public void That_the_name_did_not_reach_the_disk_is_said()
    {
        if (OperatingSystem.IsWindows()) return;
        // It may be written and entered, and not be opened: that is what a flush has to do.
        File.SetUnixFileMode(folder, UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            using var less = Environment.IsPrivilegedProcess ? new LessPrivilege(LessPrivilege.PassingByModes) : null;
            Assert.Throws<IOException>(() => MasterKeyFile.Create(KeyFile));
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Assert.Equal([MasterKeyFile.Name], Made);
    }

    [Fact]
    public void Who_comes_second_finds_the_key_of_the_first()
    {
        MasterKeyFile.Create(KeyFile);
        var first = File.ReadAllText(KeyFile);
        MasterKeyFile.Create(KeyFile);
        Assert.Equal(first, File.ReadAllText(KeyFile));
        Assert.Equal([MasterKeyFile.Name], Made);
    }

    public async ValueTask DisposeAsync() => await Repository.RemoveAsync(folder);

    static void SkipUnlessRoot() => Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can work on another user's file.");

    static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
