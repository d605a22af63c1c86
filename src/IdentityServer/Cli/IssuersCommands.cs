using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Cli;

/// <summary><c>idp issuers</c>: issuers of others whose tokens are accepted as they are.</summary>
internal static class IssuersCommands
{
    const int Most = 10_000;

    public static Command Build(ICommandServices services)
    {
        var organization = OrganizationOption.Make();
        var list = new Command("list", "Show the trusted issuers of the organization.") { organization };
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), parsed.GetValue(organization), ct));
        return new Command("issuers", "Trusted issuers.")
        {
            list, BuildTrust(services, "preview", "Show what would become of a token; trust nobody.", save: false), BuildTrust(services, "trust", "Trust an issuer: with a token of it, or by hand.", save: true),
            BuildChange(services, "disable", "Believe its tokens no more, on any node."), BuildChange(services, "enable", "Believe its tokens again."), BuildChange(services, "remove", "Forget a trusted issuer."),
        };
    }

    static Command BuildTrust(ICommandServices services, string verb, string description, bool save)
    {
        var organization = OrganizationOption.Make();
        var token = new Option<string?>("--token-file") { Description = "A file with a token of the issuer in it, which is verified and forgotten; - reads standard input." };
        var issuer = new Option<string?>("--issuer") { Description = "The exact iss, where no token is at hand." };
        var audience = new Option<string?>("--audience") { Description = "What has to be among the aud of tokens; that of the token where it is left out, and * for any." };
        var expression = new Option<string?>("--user-id") { Description = "How a user id is made of the claims, such as {sub} or {repository}|{ref_name}; {sub} where it is left out." };
        var jwksUri = new Option<string?>("--jwks-uri") { Description = "Where the keys are, for an issuer without discovery." };
        var roles = new Option<string[]>("--role") { Description = "A role, as user-id=ReadOnly; once for each. A user id with * at its end stands for all that begin so." };
        var command = new Command(verb, description) { organization, token, issuer, audience, expression, jwksUri, roles };
        command.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = save ? await services.WriteAsync(ct) : await services.ReadAsync(ct);
            var owner = (await OrganizationOption.FindAsync(found, parsed.GetValue(organization), ct)).Id;
            Dictionary<string, MemberRole> given = new(StringComparer.Ordinal);
            foreach (var one in parsed.GetValue(roles) ?? [])
            {
                var at = one.LastIndexOf('=');
                if (at < 1 || !Enum.TryParse<MemberRole>(one[(at + 1)..], ignoreCase: false, out var role) || role.ToString() != one[(at + 1)..]) return report.Refuse("--role needs a user id, =, and Admin, Member or ReadOnly.");
                given[one[..at]] = role;
            }
            var reading = await found.GetRequiredService<TrustedIssuerDrafts>().ReadAsync(new()
            {
                Token = parsed.GetValue(token) is { } file ? await InputFile.ReadAsync(file, ct) : null,
                Issuer = parsed.GetValue(issuer),
                Audience = parsed.GetValue(audience),
                UserIdExpression = parsed.GetValue(expression),
                JwksUri = parsed.GetValue(jwksUri),
                Roles = given,
            }, owner, null, ct);
            if (reading.Flaw is { } flaw) return report.Refuse($"{flaw.Code}: {flaw.Sentence} {flaw.Next}");
            if (reading.Issuer is not { } made) return report.Refuse($"The {reading.Member} {reading.Problem}.");
            if (save && !await found.GetRequiredService<ITrustedIssuerStore>().AddAsync(made, Record(found, AuditAction.TrustedIssuerCreated, made), CancellationToken.None)) return report.Refuse(Reason.TrustedIssuerTaken.Sentence);
            return report.Done(Document(made, reading.Token), Lines(made, reading.Token, save));
        });
        return command;
    }

    static Command BuildChange(ICommandServices services, string verb, string description)
    {
        var id = new Argument<string>("ID") { Description = "The id of the trusted issuer, as idp issuers list shows it." };
        var organization = OrganizationOption.Make();
        var command = new Command(verb, description) { id, organization };
        command.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.WriteAsync(ct);
            var (store, clock) = (found.GetRequiredService<ITrustedIssuerStore>(), found.GetRequiredService<TimeProvider>());
            var owner = (await OrganizationOption.FindAsync(found, parsed.GetValue(organization), ct)).Id;
            if (await store.FindAsync(owner, parsed.GetRequiredValue(id), ct) is not { } issuer) return report.Refuse(Reason.TrustedIssuerUnknown.Sentence);
            var changed = issuer with { Disabled = verb == "disable", Version = Ids.NewUuid(clock) };
            var outcome = verb == "remove"
                ? await store.RemoveAsync(issuer, null, Record(found, AuditAction.TrustedIssuerRemoved, issuer), CancellationToken.None)
                : await store.SaveAsync(changed, issuer.Version, Record(found, AuditAction.TrustedIssuerChanged, changed), CancellationToken.None);
            if (outcome != Outcome.Done) return report.Refuse("Somebody else has just changed it: try again.");
            return report.Done(Document(changed, null), $"{issuer.Issuer} is {(verb == "enable" ? "trusted again" : "not trusted any more")}; every node knows within a second.");
        });
        return command;
    }

    static async Task<int> ListAsync(ICommandServices services, Report report, string? wanted, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var owner = (await OrganizationOption.FindAsync(found, wanted, ct)).Id;
        var issuers = await found.GetRequiredService<ITrustedIssuerStore>().ListAsync(owner, null, Most, ct);
        JsonArray document = [.. issuers.Select(issuer => Document(issuer, null))];
        if (issuers.Count == 0) return report.Done(document, "No issuer is trusted yet; idp issuers trust makes one.");
        return report.Done(document, Report.Table(["ID", "ISSUER", "AUDIENCE", "USER ID", "STATE"],
            [.. issuers.Select(issuer => (IReadOnlyList<string>)[issuer.Id, issuer.Issuer, issuer.Audience, issuer.UserIdExpression, issuer.Disabled ? "disabled" : "live"])]));
    }

    static IEnumerable<string> Lines(TrustedIssuer issuer, TrustedToken? token, bool saved)
    {
        yield return saved ? $"{issuer.Issuer} is trusted now, as {issuer.Id}." : $"{issuer.Issuer} could be trusted.";
        if (token is not null) yield return $"This token is of the user {token.UserId}, who {(token.Role is { } role ? $"has the role {role}" : "has no role")}.";
        foreach (var warning in TrustedIssuerRules.Warnings(issuer)) yield return $"Mind: {warning}";
    }

    static JsonObject Document(TrustedIssuer issuer, TrustedToken? token)
    {
        JsonObject document = new()
        {
            ["id"] = issuer.Id,
            ["issuer"] = issuer.Issuer,
            ["audience"] = issuer.Audience,
            ["user_id_expression"] = issuer.UserIdExpression,
            ["jwks_uri"] = issuer.JwksUri,
            ["roles"] = new JsonObject([.. issuer.Roles.Select(role => KeyValuePair.Create(role.Key, (JsonNode?)role.Value.ToString()))]),
            ["disabled"] = issuer.Disabled,
            ["warnings"] = Report.Array(TrustedIssuerRules.Warnings(issuer)),
        };
        if (token is not null) (document["user_id"], document["role"]) = (token.UserId, token.Role?.ToString());
        return document;
    }

    static AuditRecord Record(IServiceProvider found, AuditAction action, TrustedIssuer issuer) => AuditRecord.Of(found.GetRequiredService<TimeProvider>(), action, Actors.CommandLine(Environment.UserName),
        issuer.Id, issuer.OrganizationId, details: [("issuer", issuer.Issuer), ("audience", issuer.Audience), ("disabled", $"{issuer.Disabled}")]);
}
