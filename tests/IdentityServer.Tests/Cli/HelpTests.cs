using System.Text.RegularExpressions;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary>Every command explains itself and everything it takes, and makes nothing while it does.</summary>
public sealed partial class HelpTests
{
    static readonly string[] Known =
    [
        "serve", "keys", "keys list", "keys rotate", "keys policy", "keys revoke", "keys rewrap", "keys import", "keys export-public",
        "clients", "clients list", "clients show", "clients create", "clients update", "clients delete", "users", "users list", "users create",
        "users disable", "users enable", "users set-password", "audit", "audit list", "config", "config plan", "config apply", "db", "db migrate", "doctor", "doctor token",
        "connections", "connections list", "connections presets", "connections create", "connections disable", "connections enable", "connections remove",
        "issuers", "issuers list", "issuers preview", "issuers trust", "issuers disable", "issuers enable", "issuers remove",
        "pools", "pools list", "pools create", "pools disable", "pools enable", "tokens", "tokens issue",
    ];

    // A name of a command, an option or an argument, two blanks or more, and what it is.
    [GeneratedRegex(@"^  (?<name>\S+)(?: \S+| \[.*?\]|, \S+)*?(?:  +(?<what>\S.*))?$")]
    private static partial Regex Entry();

    [Fact]
    public async Task Every_command_has_help_in_which_everything_has_a_description()
    {
        await using var shell = new Shell();
        List<string> met = [];
        Queue<string> left = new([""]);
        while (left.TryDequeue(out var command))
        {
            var help = await shell.DoAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            var sections = Sections(help);
            Assert.Contains("Usage", sections.Keys);
            foreach (var (section, lines) in sections.Where(section => section.Key is "Description" or "Options" or "Arguments" or "Commands"))
            {
                Assert.NotEmpty(lines);
                foreach (var entry in lines.Where(_ => section != "Description").Select(line => Entry().Match(line)))
                {
                    Assert.True(entry is { Success: true } && entry.Groups["what"].Success, $"idp {command}: {entry.Value}\n{help}");
                    if (section == "Commands") left.Enqueue($"{command} {entry.Groups["name"].Value}".Trim());
                }
            }
            if (command.Length > 0) met.Add(command);
        }
        Assert.Equal(Known.Order(StringComparer.Ordinal), met.Order(StringComparer.Ordinal));
        Assert.Empty(shell.Made);
    }

    static Dictionary<string, string[]> Sections(string help) =>
        help.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(lines => lines.Length > 0 && lines[0].EndsWith(':')).ToDictionary(lines => lines[0].TrimEnd(':'), lines => lines[1..]);
}
