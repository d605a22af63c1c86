using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Cli;

/// <summary><c>idp tokens</c>: one more example user, without writing a line of code.</summary>
internal static class TokensCommands
{
    public static Command Build(ICommandServices services)
    {
        var user = new Option<string>("--user") { Description = "The application's own id of the user.", Required = true };
        var pool = new Option<string?>("--pool") { Description = "The id of a hosted user pool; the organization's first where it is left out." };
        var organization = OrganizationOption.Make();
        var lifetime = KeyPolicyCommand.Span("--lifetime", "How long it lives: 12h, 30m; the pool's usual time where it is left out.");
        var issue = new Command("issue", "Issue an appUserIdToken. It is printed alone, so that it can be piped.") { user, pool, organization, lifetime };
        issue.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.WriteAsync(ct);
            var owner = parsed.GetValue(pool) is { } id
                ? (await found.GetRequiredService<IUserPoolStore>().FindAsync(new(id), ct))?.OrganizationId ?? throw new StartupException($"There is no user pool {id}.")
                : (await OrganizationOption.FindAsync(found, parsed.GetValue(organization), ct)).Id;
            long? exp = parsed.GetValue(lifetime) is { } span ? (found.GetRequiredService<TimeProvider>().GetUtcNow() + span).ToUnixTimeSeconds() : null;
            AppUserIdTokenRequest request = new(parsed.GetRequiredValue(user), parsed.GetValue(pool) is { } named ? new PoolId(named) : null, exp);
            var answer = await found.GetRequiredService<AppUserIdTokenIssuer>().IssueAsync(owner, request, ct);
            if (!answer.Try(out var issued, out var no)) return KeysCommands.Refuse(report, no);
            return report.Done(new JsonObject
            {
                ["app_user_id_token"] = issued.Token,
                ["app_user_id"] = issued.AppUserId,
                ["user_pool_id"] = issued.UserPoolId.Value,
                ["issuer"] = issued.Issuer,
                ["audience"] = issued.Audience,
                ["expires_at"] = issued.ExpiresAt,
            }, issued.Token);
        });
        return new Command("tokens", "appUserIdTokens.") { issue };
    }
}
