using System.CommandLine;
using System.CommandLine.Invocation;
using IdentityServer.Storage;

namespace IdentityServer.Cli;

/// <summary>The tree of commands, and the one place where an exception becomes a sentence and an exit code.</summary>
internal static class CommandLine
{
    static readonly Option<bool> Json = new("--json") { Description = "Answer with one JSON document.", Recursive = true };

    /// <param name="serve">Runs the server until it is told to stop; gets the settings of the command line.</param>
    /// <param name="build">Builds the server without starting it.</param>
    public static async Task<int> RunAsync(
        string[] args, Func<string[], CancellationToken, Task<int>> serve, Func<string[], IHost> build, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var (command, settings) = Settings.Split(args);
        await using var services = new CommandServices(build, settings);
        var root = Root(services, token => serve(settings, token));
        var parsed = root.Parse(command);
        // What nobody understood may have been meant as a secret; the words around it are enough to complain of.
        if (parsed.Errors.Count > 0) parsed = root.Parse(Settings.WithoutValues(command, parsed.UnmatchedTokens));
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        // The server minds its own signals; a second handler would cut its drain short.
        if (IsServe(parsed)) configuration.ProcessTerminationTimeout = null;
        if (parsed.Action is ParseErrorAction && command.Contains(Json.Name))
            return new Report(output, error, json: true).NotUnderstand([.. parsed.Errors.Select(problem => problem.Message)]);
        try
        {
            var code = await parsed.InvokeAsync(configuration, ct);
            return parsed.Action is ParseErrorAction ? Report.NotUnderstood : code;
        }
        catch (StartupException wrong) when (!IsServe(parsed))
        {
            return ReportOf(parsed).Refuse(wrong.Message);
        }
        catch (StorageUnavailableException outage) when (!IsServe(parsed))
        {
            return ReportOf(parsed).Refuse($"The database does not answer: {outage.InnerException?.Message ?? outage.Message}");
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException && !IsServe(parsed))
        {
            return ReportOf(parsed).Refuse(unusable.Message);
        }
        catch (OperationCanceledException) when (!IsServe(parsed))
        {
            return ReportOf(parsed).Refuse("Interrupted.");
        }
    }

    static RootCommand Root(ICommandServices services, Func<CancellationToken, Task<int>> serve)
    {
        var root = new RootCommand("A self-hosted OpenID Connect identity provider. Without a command it serves.") { Json };
        var serving = new Command("serve", "Run the server (what idp does without a command).");
        serving.SetAction((_, ct) => serve(ct));
        root.SetAction((_, ct) => serve(ct));
        root.Subcommands.Add(serving);
        root.Subcommands.Add(KeysCommands.Build(services));
        root.Subcommands.Add(ClientsCommands.Build(services));
        root.Subcommands.Add(UsersCommands.Build(services));
        root.Subcommands.Add(PoolsCommands.Build(services));
        root.Subcommands.Add(ConnectionsCommands.Build(services));
        root.Subcommands.Add(IssuersCommands.Build(services));
        root.Subcommands.Add(TokensCommands.Build(services));
        root.Subcommands.Add(ConfigCommands.Build(services));
        root.Subcommands.Add(AuditCommands.Build(services));
        root.Subcommands.Add(DatabaseCommands.Build(services));
        root.Subcommands.Add(DoctorCommand.Build(services));
        ForbidOptionsAsValues(root, []);
        return root;
    }

    /// <summary>Whoever leaves a value out has not named a user --json.</summary>
    static void ForbidOptionsAsValues(Command command, HashSet<Option> seen)
    {
        foreach (var option in command.Options.Where(seen.Add))
            option.Validators.Add(result =>
            {
                if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } next)
                    result.AddError($"{option.Name} needs a value before {next.Value}.");
            });
        foreach (var inner in command.Subcommands) ForbidOptionsAsValues(inner, seen);
    }

    /// <summary>Where a command's answer goes.</summary>
    internal static Report ReportOf(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(Json));

    static bool IsServe(ParseResult parsed) => parsed.CommandResult.Command is RootCommand or { Name: "serve" };
}
