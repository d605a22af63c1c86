using System.CommandLine;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Cli;

/// <summary><c>idp clients create</c> and <c>update</c>: the same rules as the file, and a secret that is made here and shown once.</summary>
internal static class ClientChanges
{
    public static Command Create(ICommandServices services)
    {
        var id = new Option<string>("--id") { Description = "The client_id; made up where it is left out." };
        var options = new ClientOptions();
        var command = new Command("create", "Make a client. One that authenticates with a secret gets it, and it is shown once.") { id };
        options.AddTo(command);
        command.SetAction((parsed, ct) => CreateAsync(services, CommandLine.ReportOf(parsed), parsed, options, parsed.GetValue(id), ct));
        return command;
    }

    public static Command Update(ICommandServices services)
    {
        var id = ClientsCommands.Id();
        var secret = new Option<bool>("--new-secret") { Description = "Make a new secret; the old one stops working at once." };
        var disable = new Option<bool>("--disable") { Description = "Refuse it from now on; its settings stay." };
        var enable = new Option<bool>("--enable") { Description = "Accept it again." };
        var options = new ClientOptions();
        var command = new Command("update", "Change a client. What is not given stays; a list that is given replaces the old one.") { id, secret, disable, enable };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(disable) && result.GetValue(enable)) result.AddError("--disable and --enable contradict each other: leave one out.");
        });
        command.SetAction((parsed, ct) =>
        {
            bool? disabled = parsed.GetValue(disable) ? true : parsed.GetValue(enable) ? false : null;
            return UpdateAsync(services, CommandLine.ReportOf(parsed), parsed, options, parsed.GetRequiredValue(id), parsed.GetValue(secret), disabled, ct);
        });
        return command;
    }

    static async Task<int> CreateAsync(ICommandServices services, Report report, ParseResult parsed, ClientOptions options, string? id, CancellationToken ct)
    {
        var found = await services.WriteFirstAsync(ct);
        var (clients, pool) = (found.GetRequiredService<IClientStore>(), await parsed.PoolAsync(found, ct));
        var clock = found.GetRequiredService<TimeProvider>();
        // What most applications want; the registered default (RFC 7591 §2) would leave them without refresh tokens.
        var start = new ClientDeclaration { ClientId = id ?? Ids.NewUuid(clock), GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken] };
        var wanted = options.Over(start, parsed, out var contradiction);
        if (wanted is null) return report.Refuse(contradiction ?? "");
        if (await ClientsCommands.FindAsync(clients, pool, wanted.ClientId, ct) is not null)
            return report.Refuse($"There is a client {wanted.ClientId} already. Change it with: idp clients update {wanted.ClientId}{PoolOption.Typed(pool)}");
        return await SaveAsync(found, report, pool, wanted with { Secret = HasSecret(wanted) ? ClientSecret.New() : null }, null, clock.GetUtcNow(), ct);
    }

    static async Task<int> UpdateAsync(ICommandServices services, Report report, ParseResult parsed, ClientOptions options, string id, bool newSecret, bool? disabled, CancellationToken ct)
    {
        var found = await services.WriteAsync(ct);
        var pool = await parsed.PoolAsync(found, ct);
        if (await ClientsCommands.FindAsync(found.GetRequiredService<IClientStore>(), pool, id, ct) is not { } existing) return report.Refuse(ClientsCommands.Unknown(pool, id));
        var wanted = options.Over(ClientDeclaration.Of(existing), parsed, out var contradiction);
        if (wanted is null) return report.Refuse(contradiction ?? "");
        if (!HasSecret(wanted))
        {
            if (newSecret) return report.Refuse("A client with this --auth-method has no secret: leave out --new-secret, or give it another one.");
            wanted = wanted with { KeepsSecret = false };
        }
        // A client that had no secret has nothing yet to authenticate with.
        else if (newSecret || !HasSecret(ClientDeclaration.Of(existing))) wanted = wanted with { KeepsSecret = false, Secret = ClientSecret.New() };
        return await SaveAsync(found, report, pool, wanted with { Disabled = disabled }, existing, found.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
    }

    static async Task<int> SaveAsync(IServiceProvider found, Report report, Pool pool, ClientDeclaration wanted, Client? existing, DateTimeOffset now, CancellationToken ct)
    {
        if (ClientRules.Problems(wanted) is { Count: > 0 } problems) return report.Refuse("The client cannot be stored like this:", problems);
        var client = wanted.ToClient(pool.Id, existing, now);
        await found.GetRequiredService<IClientStore>().SaveAsync(client, ct);

        var discovery = pool.Issuer + "/.well-known/openid-configuration";
        var document = ClientText.Document(client);
        if (wanted.Secret is not null) document["client_secret"] = wanted.Secret;
        document["discovery"] = discovery;
        List<string> lines = [existing is null ? $"The client {client.Id} is ready." : $"The client {client.Id} is changed.", "", .. ClientText.Lines(client)];
        if (wanted.Secret is not null) lines.AddRange(["", $"  client_secret  {wanted.Secret}", "  Keep it now: it is shown this once and cannot be shown again."]);
        if (existing is null) lines.AddRange(["", "Next, give your application this discovery URL and the client_id:", $"  {discovery}"]);
        return report.Done(document, lines);
    }

    static bool HasSecret(ClientDeclaration client) => client.AuthMethod is not ("none" or "trusted_issuer_jwt");
}
