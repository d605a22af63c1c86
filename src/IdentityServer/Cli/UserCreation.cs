using System.CommandLine;
using System.Security.Cryptography;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Cli;

/// <summary><c>idp users create</c>.</summary>
internal static class UserCreation
{
    public static Command Create(ICommandServices services)
    {
        var username = new Option<string>("--username") { Description = "What the person types to sign in.", Required = true };
        var email = new Option<string>("--email") { Description = "Where mail reaches them." };
        var verified = new Option<bool>("--email-verified") { Description = "You vouch that the address is theirs." };
        var standardInput = PasswordFromStandardInput();
        var command = new Command("create", "Make a user. The password is asked for on a terminal; elsewhere one is made and shown once.") { username, email, verified, standardInput };
        command.SetAction((parsed, ct) => CreateAsync(services, CommandLine.ReportOf(parsed), parsed,
            parsed.GetRequiredValue(username).Trim(), parsed.GetValue(email), parsed.GetValue(verified), parsed.GetValue(standardInput), ct));
        return command;
    }

    internal static Option<bool> PasswordFromStandardInput() => new("--password-stdin") { Description = "Read the password from the first line of standard input." };

    static async Task<int> CreateAsync(ICommandServices services, Report report, ParseResult parsed, string username, string? email, bool verified, bool fromStandardInput, CancellationToken ct)
    {
        List<DeclarationProblem> problems = [];
        if (UserNames.Problem(username) is { } problem) problems.Add(new("--username", problem));
        if (email is not null && EmailAddresses.Problem(email) is { } address) problems.Add(new("--email", address));
        if (verified && email is null) problems.Add(new("--email-verified", "needs an --email beside it"));
        if (problems.Count > 0) return report.Refuse("The user cannot be stored like this:", problems);

        var found = await services.WriteFirstAsync(ct);
        var (users, pool) = (found.GetRequiredService<IUserStore>(), await parsed.PoolAsync(found, ct));
        if (await users.FindByUsernameAsync(pool.Id, UserNames.Normalize(username), ct) is not null)
            return report.Refuse($"There is a user {username} already.");
        var entry = PasswordEntry.Read(fromStandardInput);
        if (entry.Problem is { } refused) return report.Refuse(refused);

        var clock = found.GetRequiredService<TimeProvider>();
        var now = clock.GetUtcNow();
        User user = new()
        {
            PoolId = pool.Id,
            Id = UserId.New(clock),
            Username = username,
            NormalizedUsername = UserNames.Normalize(username),
            Email = email,
            NormalizedEmail = email is null ? null : EmailAddresses.Normalize(email),
            EmailVerified = verified,
            PasswordHash = found.GetRequiredService<IPasswordHashes>().Hash(entry.Password),
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
            ConcurrencyStamp = Ids.NewUuid(clock),
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (!await users.AddAsync(user, ct)) return report.Refuse("The username or the e-mail address is taken.");

        var document = UsersCommands.Document(user);
        if (entry.IsGenerated) document["password"] = entry.Password;
        List<string> lines = [$"The user {username} can sign in.", "", .. Report.Facts([("sub", user.Id.Value), ("email", email), ("password", entry.IsGenerated ? entry.Password : "")])];
        if (entry.IsGenerated) lines.Add("  Keep the password now: it is shown this once.");
        return report.Done(document, lines);
    }
}
