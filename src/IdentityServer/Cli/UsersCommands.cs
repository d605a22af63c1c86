using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Users;

namespace IdentityServer.Cli;

/// <summary><c>idp users</c>: list, disable, enable, set-password; making one is in <see cref="UserCreation"/>.</summary>
internal static class UsersCommands
{
    const int Page = 200;

    public static Command Build(ICommandServices services)
    {
        var list = new Command("list", "Show the users.");
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), parsed, ct));

        var standardInput = UserCreation.PasswordFromStandardInput();
        var password = Change("set-password", "Give a user a new password; sessions and tokens end at once.", services,
            (user, parsed, found) =>
            {
                var entry = PasswordEntry.Read(parsed.GetValue(standardInput));
                if (entry.Problem is { } problem) return (problem, null);
                user.PasswordHash = found.GetRequiredService<IPasswordHashes>().Hash(entry.Password);
                EndSessions(user);
                return (null, entry.IsGenerated ? entry.Password : null);
            });
        password.Options.Add(standardInput);

        return new Command("users", "People who sign in.")
        {
            list,
            UserCreation.Create(services),
            Change("disable", "Refuse a user from now on; sessions and tokens end at once.", services, (user, _, _) =>
            {
                user.Disabled = true;
                EndSessions(user);
                return (null, null);
            }),
            Change("enable", "Let a user in again.", services, (user, _, _) =>
            {
                user.Disabled = false;
                return (null, null);
            }),
            password,
        }.OfPool();
    }

    internal static JsonObject Document(User user) => new()
    {
        ["sub"] = user.Id.Value,
        ["username"] = user.Username,
        ["email"] = user.Email,
        ["email_verified"] = user.EmailVerified,
        ["disabled"] = user.Disabled,
        ["has_password"] = user.PasswordHash is not null,
        ["created_at"] = user.CreatedAt,
    };

    // Whoever carries an older stamp is signed out.
    static void EndSessions(User user) => user.SecurityStamp = RandomNumberGenerator.GetHexString(32);

    static async Task<int> ListAsync(ICommandServices services, Report report, ParseResult parsed, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var (store, pool) = (found.GetRequiredService<IUserStore>(), await parsed.PoolAsync(found, ct));
        List<User> users = [];
        for (var page = await store.ListAsync(pool.Id, 0, Page, ct); page.Count > 0; page = await store.ListAsync(pool.Id, users.Count, Page, ct)) users.AddRange(page);
        JsonArray document = [.. users.Select(Document)];
        if (users.Count == 0) return report.Done(document, "There are no users yet. Make one with: idp users create --username NAME" + PoolOption.Typed(pool));
        return report.Done(document, Report.Table(["USERNAME", "E-MAIL", "SUB", ""],
            [.. users.Select(user => (IReadOnlyList<string>)[user.Username, user.Email ?? "-", user.Id.Value, user.Disabled ? "disabled" : ""])]));
    }

    /// <summary>A command on one user. The change returns why not, or a password to show.</summary>
    static Command Change(string name, string description, ICommandServices services, Func<User, ParseResult, IServiceProvider, (string? Problem, string? Shown)> change)
    {
        var username = new Argument<string>("USERNAME") { Description = "What the person types to sign in." };
        var command = new Command(name, description) { username };
        command.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.WriteAsync(ct);
            var store = found.GetRequiredService<IUserStore>();
            var pool = await parsed.PoolAsync(found, ct);
            var wanted = parsed.GetRequiredValue(username);
            if (await store.FindByUsernameAsync(pool.Id, UserNames.Normalize(wanted), ct) is not { } user)
                return report.Refuse($"There is no user {wanted}. Show those there are with: idp users list{PoolOption.Typed(pool)}");
            var (problem, shown) = change(user, parsed, found);
            if (problem is not null) return report.Refuse(problem);
            user.UpdatedAt = found.GetRequiredService<TimeProvider>().GetUtcNow();
            if (!await store.SaveAsync(user, ct)) return report.Refuse("Somebody else changed the user at the same moment. Try again.");
            var document = Document(user);
            if (shown is not null) document["password"] = shown;
            List<string> lines = [$"Done: {name} {user.Username}."];
            if (shown is not null) lines.AddRange([$"  password  {shown}", "  It is shown this once."]);
            return report.Done(document, lines);
        });
        return command;
    }
}
