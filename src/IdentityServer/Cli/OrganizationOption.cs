using System.CommandLine;
using IdentityServer.Domain.Organizations;

namespace IdentityServer.Cli;

/// <summary><c>--organization</c>: whose pools a command is about. An installation with one organization need not be told.</summary>
internal static class OrganizationOption
{
    public static Option<string?> Make() => new("--organization") { Description = "The name or the id of the organization; the only one where it is left out." };

    /// <exception cref="StartupException">There is none of this name, or several to choose from.</exception>
    public static async ValueTask<Organization> FindAsync(IServiceProvider found, string? wanted, CancellationToken ct)
    {
        var all = await found.GetRequiredService<IOrganizationStore>().ListAsync(ct);
        if (wanted is not null) return all.FirstOrDefault(one => one.Name == wanted || one.Id == wanted) ?? throw new StartupException($"There is no organization {wanted}.");
        return all.Count switch
        {
            0 => throw new StartupException("There is no organization yet: declare one in a file, and run idp config apply."),
            1 => all[0],
            _ => throw new StartupException($"There are several organizations: name one with --organization ({string.Join(", ", all.Select(one => one.Name))})."),
        };
    }
}
