using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;

namespace IdentityServer.Cli;

/// <summary><c>idp connections</c>: where the users of a pool can log in elsewhere.</summary>
internal static class ConnectionsCommands
{
    public static Command Build(ICommandServices services)
    {
        var organization = OrganizationOption.Make();
        var list = new Command("list", "Show the connections of all pools of the organization.") { organization };
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), parsed.GetValue(organization), ct));
        var presets = new Command("presets", "Show the providers that are known here, and what each has to be told.");
        presets.SetAction(parsed => Presets(CommandLine.ReportOf(parsed)));
        return new Command("connections", "Logging in elsewhere.")
        {
            list, presets, BuildCreate(services), BuildChange(services, "disable", "Switch a connection off: nobody logs in by it, on any node."),
            BuildChange(services, "enable", "Switch a connection on again."), BuildChange(services, "remove", "Delete a connection. Users who came by it stay."),
        };
    }

    static Command BuildCreate(ICommandServices services)
    {
        var (organization, pool) = (OrganizationOption.Make(), new Option<string?>("--pool") { Description = "The id of a hosted user pool; the organization's usual one where it is left out." });
        var id = new Option<string?>("--id") { Description = "Its name in addresses; that of the preset where it is left out." };
        var preset = new Option<string?>("--preset") { Description = "A provider that is known here, see idp connections presets." };
        var parameters = new Option<string[]>("--with") { Description = "What the preset has to be told, as name=value; once for each.", AllowMultipleArgumentsPerToken = false };
        var issuer = new Option<string?>("--issuer") { Description = "The issuer of an OpenID provider, exactly as its discovery document has it." };
        var name = new Option<string?>("--name") { Description = "What stands on the button." };
        var clientId = new Option<string>("--client-id") { Description = "Our name there.", Required = true };
        var secret = new Option<string?>("--secret-file") { Description = "A file with the client secret in it; - reads standard input." };
        var command = new Command("create", "Make a connection. The provider is asked for its discovery document at once.") { organization, pool, id, preset, parameters, issuer, name, clientId, secret };
        command.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.WriteAsync(ct);
            await found.OpenSecretsAsync(ct);
            var owner = (await OrganizationOption.FindAsync(found, parsed.GetValue(organization), ct)).Id;
            if (await found.GetRequiredService<OwnPool>().FindAsync(owner, parsed.GetValue(pool), ct) is not { } at) return report.Refuse("The organization has no hosted user pool of this id.");
            Dictionary<string, string> values = new(StringComparer.Ordinal);
            foreach (var one in parsed.GetValue(parameters) ?? []) values[one.Split('=')[0]] = one.Contains('=', StringComparison.Ordinal) ? one[(one.IndexOf('=', StringComparison.Ordinal) + 1)..] : "";
            ConnectionDraft draft = new()
            {
                ConnectionId = parsed.GetValue(id),
                Preset = parsed.GetValue(preset),
                PresetParameters = values,
                IssuerUrl = parsed.GetValue(issuer),
                Name = parsed.GetValue(name),
                ClientId = parsed.GetRequiredValue(clientId),
                ClientSecret = parsed.GetValue(secret) is { } file ? await InputFile.ReadAsync(file, ct) : null,
            };
            var (connection, flaw) = found.GetRequiredService<ConnectionDrafts>().Read(draft, at, owner, null);
            if ((flaw ?? found.GetRequiredService<ConnectionRules>().Flaw(connection!)) is var (member, problem)) return report.Refuse($"The {member} {problem}.");
            if (connection!.Kind == ConnectionKind.Oidc && (await found.GetRequiredService<IDiscoveryFetch>().FetchAsync(connection.Issuer, ct)).Problem is { } unusable) return report.Refuse(DiscoveryProblems.Sentence(unusable));
            if (await found.GetRequiredService<IConnectionStore>().AddAsync(connection, Record(found, AuditAction.ConnectionCreated, connection), CancellationToken.None) != Outcome.Done)
                return report.Refuse(Reason.ConnectionTaken.Sentence);
            return report.Done(Document(connection, found), $"The connection {connection.Id} is made. Register this redirect URI at the provider:", CallbackOf(connection, found));
        });
        return command;
    }

    static Command BuildChange(ICommandServices services, string verb, string description)
    {
        var id = new Argument<string>("ID") { Description = "The id of the connection, as idp connections list shows it." };
        var (organization, pool) = (OrganizationOption.Make(), new Option<string?>("--pool") { Description = "The pool, where several have a connection of this id." });
        var command = new Command(verb, description) { id, organization, pool };
        command.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.WriteAsync(ct);
            var (store, clock) = (found.GetRequiredService<IConnectionStore>(), found.GetRequiredService<TimeProvider>());
            var owner = (await OrganizationOption.FindAsync(found, parsed.GetValue(organization), ct)).Id;
            var named = (await store.ListAsync(owner, ct)).Where(one => one.Id == parsed.GetRequiredValue(id) && (parsed.GetValue(pool) is not { } wanted || one.PoolId.Value == wanted)).ToList();
            if (named is not [var connection]) return report.Refuse(named.Count == 0 ? "There is no connection of this id." : "Several pools have a connection of this id: name one with --pool.");
            var changed = connection with { Disabled = verb == "disable", UpdatedAt = clock.GetUtcNow(), Version = Ids.NewUuid(clock) };
            var outcome = verb == "remove"
                ? await store.RemoveAsync(connection, null, Record(found, AuditAction.ConnectionRemoved, connection), CancellationToken.None)
                : await store.SaveAsync(changed, connection.Version, Record(found, AuditAction.ConnectionChanged, changed), CancellationToken.None);
            if (outcome != Outcome.Done) return report.Refuse("Somebody else has just changed it: try again.");
            return report.Done(Document(changed, found), $"The connection {connection.Id} is {(verb == "remove" ? "removed" : verb == "disable" ? "off" : "on")}; every node knows within a second.");
        });
        return command;
    }

    static async Task<int> ListAsync(ICommandServices services, Report report, string? wanted, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var owner = (await OrganizationOption.FindAsync(found, wanted, ct)).Id;
        var connections = await found.GetRequiredService<IConnectionStore>().ListAsync(owner, ct);
        JsonArray document = [.. connections.Select(one => Document(one, found))];
        if (connections.Count == 0) return report.Done(document, "There are no connections yet; idp connections create makes one.");
        return report.Done(document, Report.Table(["ID", "NAME", "POOL", "KIND", "ISSUER", "STATE"],
            [.. connections.Select(one => (IReadOnlyList<string>)[one.Id, one.Name, one.PoolId.Value, ConnectionWords.NameOf(one.Kind), one.Issuer, one.Disabled ? "disabled" : "live"])]));
    }

    static int Presets(Report report)
    {
        JsonArray document = [.. ConnectionPreset.All.Select(preset => new JsonObject
        {
            ["preset"] = preset.Id,
            ["name"] = preset.Name,
            ["issuer"] = preset.Issuer,
            ["parameters"] = new JsonObject([.. preset.Parameters.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))]),
        })];
        return report.Done(document, Report.Table(["PRESET", "NAME", "TELL IT"],
            [.. ConnectionPreset.All.Select(preset => (IReadOnlyList<string>)[preset.Id, preset.Name, string.Join("; ", preset.Parameters.Select(one => $"--with {one.Key}=… ({one.Value})"))])]));
    }

    static string CallbackOf(Connection connection, IServiceProvider found)
    {
        var root = found.GetRequiredService<Pool>();
        return $"{(connection.PoolId == root.Id ? root.Issuer : PoolDirectory.IssuerOf(root, connection.PoolId))}{Endpoints.UpstreamCallback}/{connection.Id}";
    }

    static JsonObject Document(Connection connection, IServiceProvider found) => new()
    {
        ["connection_id"] = connection.Id,
        ["name"] = connection.Name,
        ["user_pool_id"] = connection.PoolId.Value,
        ["type"] = ConnectionWords.NameOf(connection.Kind),
        ["preset"] = connection.Preset,
        ["issuer"] = connection.Issuer,
        ["client_id"] = connection.ClientId,
        ["callback_url"] = CallbackOf(connection, found),
        ["disabled"] = connection.Disabled,
    };

    static AuditRecord Record(IServiceProvider found, AuditAction action, Connection connection) => AuditRecord.Of(found.GetRequiredService<TimeProvider>(), action, Actors.CommandLine(Environment.UserName),
        connection.Id, connection.OrganizationId, connection.PoolId, details: [("name", connection.Name), ("issuer", connection.Issuer), ("disabled", $"{connection.Disabled}")]);
}
