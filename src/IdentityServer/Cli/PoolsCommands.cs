using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Cli;

/// <summary><c>idp pools</c>: the user pools of an organization.</summary>
internal static class PoolsCommands
{
    const int Most = 10_000;

    public static Command Build(ICommandServices services)
    {
        var listed = OrganizationOption.Make();
        var list = new Command("list", "Show the user pools.") { listed };
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), parsed.GetValue(listed), ct));
        return new Command("pools", "User pools.") { list, BuildCreate(services), BuildSwitch(services, "disable", disabled: true), BuildSwitch(services, "enable", disabled: false) };
    }

    static Command BuildCreate(ICommandServices services)
    {
        var organization = OrganizationOption.Make();
        var name = new Option<string>("--name") { Description = "What people call it.", Required = true };
        var description = new Option<string?>("--description") { Description = "What it is for." };
        var jwksUri = new Option<string?>("--jwks-uri") { Description = "Where the team's own provider publishes its keys; a hosted pool where it is left out." };
        var idClaim = new Option<string?>("--id-claim") { Description = "The claim with the user's id; sub where it is left out." };
        var compatible = new Option<bool>("--compatible-lifetime") { Description = "Tokens of a hosted pool live for six months, as hosted services have it." };
        var create = new Command("create", "Create a user pool.") { organization, name, description, jwksUri, idClaim, compatible };
        create.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.WriteAsync(ct);
            var clock = found.GetRequiredService<TimeProvider>();
            if (DisplayNames.Problem(parsed.GetRequiredValue(name)) is { } wrong) return report.Refuse($"--name {wrong}.");
            var source = parsed.GetValue(jwksUri) is { } uri ? new TokenSource { JwksUri = uri, IdClaim = parsed.GetValue(idClaim) ?? TokenSource.UsualIdClaim } : null;
            if (source is not null)
            {
                if (found.GetRequiredService<TokenSourceRules>().Flaw(source) is var (member, problem)) return report.Refuse($"The {member} {problem}.");
                var answer = await found.GetRequiredService<IJwksFetch>().FetchAsync(new(source.JwksUri!), ct);
                if (answer.Problem is { } unusable) return report.Refuse(JwksProblems.Sentence(unusable));
            }
            UserPool pool = new()
            {
                Id = new(Ids.NewUuid(clock)),
                OrganizationId = (await OrganizationOption.FindAsync(found, parsed.GetValue(organization), ct)).Id,
                Name = parsed.GetRequiredValue(name),
                Description = parsed.GetValue(description) ?? "",
                Authorization = source,
                CompatibleLifetime = parsed.GetValue(compatible),
                CreatedAt = clock.GetUtcNow(),
                Version = Ids.NewUuid(clock),
            };
            var record = AuditRecord.Of(clock, AuditAction.UserPoolCreated, Actors.CommandLine(Environment.UserName), pool.Id.Value, pool.OrganizationId, pool.Id, details: [("name", pool.Name)]);
            if (!await found.GetRequiredService<IUserPoolStore>().AddAsync(pool, record, CancellationToken.None)) return report.Refuse("The id is taken.");
            var root = found.GetRequiredService<Pool>();
            return report.Done(Document(pool, root), pool.IsHosted
                ? [$"The user pool {pool.Id} is made. Its issuer is {PoolDirectory.IssuerOf(root, pool.Id)}."]
                : [$"The user pool {pool.Id} is made. It believes tokens by the keys at {source!.JwksUri}."]);
        });
        return create;
    }

    static Command BuildSwitch(ICommandServices services, string verb, bool disabled)
    {
        var id = new Argument<string>("ID") { Description = "The id of the pool, as idp pools list shows it." };
        var command = new Command(verb, disabled ? "Switch a user pool off: nothing is issued and nothing believed, on any node." : "Switch a user pool on again.") { id };
        command.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.WriteAsync(ct);
            var (store, clock) = (found.GetRequiredService<IUserPoolStore>(), found.GetRequiredService<TimeProvider>());
            if (await store.FindAsync(new(parsed.GetRequiredValue(id)), ct) is not { } pool) return report.Refuse("There is no user pool of this id.");
            var changed = pool with { Disabled = disabled, Version = Ids.NewUuid(clock) };
            var record = AuditRecord.Of(clock, AuditAction.UserPoolChanged, Actors.CommandLine(Environment.UserName), pool.Id.Value, pool.OrganizationId, pool.Id, details: [("disabled.after", $"{disabled}")]);
            if (await store.SaveAsync(changed, pool.Version, record, CancellationToken.None) != Outcome.Done) return report.Refuse("Somebody else has just changed it: try again.");
            return report.Done(Document(changed, found.GetRequiredService<Pool>()), $"The user pool {pool.Id} is {(disabled ? "off" : "on")}; every node knows within a second.");
        });
        return command;
    }

    static async Task<int> ListAsync(ICommandServices services, Report report, string? wanted, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var root = found.GetRequiredService<Pool>();
        List<(Organization Organization, UserPool Pool)> pools = [];
        foreach (var organization in await found.GetRequiredService<IOrganizationStore>().ListAsync(ct))
        {
            if (wanted is not null && organization.Name != wanted && organization.Id != wanted) continue;
            foreach (var pool in await found.GetRequiredService<IUserPoolStore>().ListAsync(organization.Id, null, Most, ct)) pools.Add((organization, pool));
        }
        JsonArray document = [.. pools.Select(one => Document(one.Pool, root))];
        if (pools.Count == 0) return report.Done(document, "There are no user pools yet; idp pools create makes one.");
        return report.Done(document, Report.Table(["ID", "NAME", "ORGANIZATION", "KIND", "STATE"],
            [.. pools.Select(one => (IReadOnlyList<string>)[one.Pool.Id.Value, one.Pool.Name, one.Organization.Name, one.Pool.IsHosted ? "hosted" : "self-provided", one.Pool.Disabled ? "disabled" : "live"])]));
    }

    static JsonObject Document(UserPool pool, Pool root) => new()
    {
        ["id"] = pool.Id.Value,
        ["name"] = pool.Name,
        ["organization_id"] = pool.OrganizationId,
        ["hosted"] = pool.IsHosted,
        ["issuer"] = pool.IsHosted ? PoolDirectory.IssuerOf(root, pool.Id) : null,
        ["jwks_uri"] = pool.Authorization?.JwksUri,
        ["compatible_lifetime"] = pool.CompatibleLifetime,
        ["disabled"] = pool.Disabled,
    };
}
