using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Cli;

/// <summary><c>idp clients</c>: list, show, delete; making and changing them is in <see cref="ClientChanges"/>.</summary>
internal static class ClientsCommands
{
    public static Command Build(ICommandServices services)
    {
        var list = new Command("list", "Show the clients.");
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), parsed, ct));

        var id = Id();
        var show = new Command("show", "Show one client. Its secret cannot be shown.") { id };
        show.SetAction((parsed, ct) => ShowAsync(services, CommandLine.ReportOf(parsed), parsed, parsed.GetRequiredValue(id), ct));

        var doomed = Id();
        var delete = new Command("delete", "Delete a client; its tokens stop working at once.") { doomed };
        delete.SetAction((parsed, ct) => DeleteAsync(services, CommandLine.ReportOf(parsed), parsed, parsed.GetRequiredValue(doomed), ct));

        return new Command("clients", "Applications that sign people in here.") { list, show, ClientChanges.Create(services), ClientChanges.Update(services), delete }.OfPool();
    }

    internal static Argument<string> Id() => new("ID") { Description = "The client_id." };

    internal static string Unknown(Pool pool, string id) => $"There is no client {id}. Show those there are with: idp clients list{PoolOption.Typed(pool)}";

    internal static async ValueTask<Client?> FindAsync(IClientStore clients, Pool pool, string id, CancellationToken ct) =>
        Ids.IsWellFormed(id) ? await clients.FindAsync(pool.Id, new(id), ct) : null;

    static async Task<int> ListAsync(ICommandServices services, Report report, ParseResult parsed, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var pool = await parsed.PoolAsync(found, ct);
        var clients = await found.GetRequiredService<IClientStore>().ListAsync(pool.Id, ct);
        JsonArray document = [.. clients.Select(ClientText.Document)];
        if (clients.Count == 0) return report.Done(document, "There are no clients yet. Make one with: idp clients create --name NAME --redirect-uri URI" + PoolOption.Typed(pool));
        return report.Done(document, Report.Table(["CLIENT ID", "NAME", "AUTHENTICATES WITH", "GRANTS", ""],
            [.. clients.Select(client => (IReadOnlyList<string>)[client.Id.Value, client.Name, ClientAuthMethods.NameOf(client.AuthMethod), string.Join(' ', client.GrantTypes), client.Disabled ? "disabled" : ""])]));
    }

    static async Task<int> ShowAsync(ICommandServices services, Report report, ParseResult parsed, string id, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var pool = await parsed.PoolAsync(found, ct);
        return await FindAsync(found.GetRequiredService<IClientStore>(), pool, id, ct) is { } client
            ? report.Done(ClientText.Document(client), ClientText.Lines(client))
            : report.Refuse(Unknown(pool, id));
    }

    static async Task<int> DeleteAsync(ICommandServices services, Report report, ParseResult parsed, string id, CancellationToken ct)
    {
        var found = await services.WriteAsync(ct);
        var pool = await parsed.PoolAsync(found, ct);
        var removed = Ids.IsWellFormed(id)
            && await found.GetRequiredService<IClientStore>().RemoveAsync(pool.Id, new(id), found.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
        return removed
            ? report.Done(new JsonObject { ["client_id"] = id, ["deleted"] = true }, $"The client {id} is gone, and its tokens with it.")
            : report.Refuse(Unknown(pool, id));
    }
}
