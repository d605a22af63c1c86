using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Signals;
using IdentityServer.Management;
using IdentityServer.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/appUserIdToken</c>: issued for hosted pools, verified and explained for both kinds. No token is logged.</summary>
internal sealed partial class AppUserIdTokensApi(
    AppUserIdTokenIssuer issuer, AppUserIdTokenVerifier verifier, TokenExplainer explainer, SeenUsers seen, ILogger<AppUserIdTokensApi> log) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        const string issues = "Issues the token that tells who an application's user is; for hosted pools.";
        routes.MapPost("/org/appUserIdToken", IssueAsync).Requires(MemberRole.Admin).WithTags("appUserIdToken").WithName("issueAppUserIdToken").WithSummary(issues);
        routes.MapPost(ManagementDoor.AppUserIdTokenPath, IssueAsync).Requires(MemberRole.Admin).WithTags("appUserIdToken").WithName("issueAppUserIdTokenToo").WithSummary(issues);
        routes.MapPost("/org/appUserIdToken/verify", VerifyAsync).Requires(MemberRole.ReadOnly).WithTags("appUserIdToken").WithName("verifyAppUserIdToken")
            .WithSummary("Whether a token counts now, and who the user is.").WithDescription("A token that does not count is answered with 200 and a code; it is the caller who decides.");
        routes.MapPost("/org/appUserIdToken/explain", ExplainAsync).Requires(MemberRole.ReadOnly).WithTags("appUserIdToken").WithName("explainAppUserIdToken")
            .WithSummary("Why a token does not count: one code for each cause, a sentence, and what to do next.");
    }

    async Task<Results<Ok<IssuedToken>, Problem>> IssueAsync(Caller caller, JsonBody<IssueRequest> body, CancellationToken ct)
    {
        var wanted = body.Value;
        AppUserIdTokenRequest request = new(wanted.AppUserId, wanted.UserPoolId is { } pool ? new PoolId(pool) : null, wanted.Exp, caller.ClientId is { } client ? new ClientId(client) : null);
        if (!(await issuer.IssueAsync(caller.OrganizationId, request, ct)).Try(out var issued, out var no)) return new Problem(no, MemberOf(no.Reason));
        return TypedResults.Ok(new IssuedToken(issued.Token));
    }

    async Task<Ok<VerifiedToken>> VerifyAsync(Caller caller, JsonBody<VerifyRequest> body, CancellationToken ct)
    {
        var (client, pool) = Named(body.Value);
        var verdict = await verifier.VerifyAsync(caller.OrganizationId, client, pool, body.Value.AppUserIdToken, ct);
        if (!verdict.Try(out var token, out var flaw))
        {
            Signals.TokenFlawed(flaw.Code);
            Flawed(flaw.Code, caller.OrganizationId);
            return TypedResults.Ok(VerifiedToken.Of(flaw));
        }
        await NoteAsync(token);
        return TypedResults.Ok(VerifiedToken.Of(token));
    }

    async Task<Ok<TokenReport>> ExplainAsync(Caller caller, JsonBody<VerifyRequest> body, CancellationToken ct)
    {
        var (client, pool) = Named(body.Value);
        return TypedResults.Ok(TokenReport.Of(await explainer.ExplainAsync(caller.OrganizationId, client, pool, body.Value.AppUserIdToken, ct)));
    }

    /// <summary>That a user was seen is good to know, and no reason to doubt a token while the database takes no writes.</summary>
    async ValueTask NoteAsync(BelievedToken token)
    {
        try
        {
            await seen.NoteAsync(token, CancellationToken.None);
        }
        catch (StorageUnavailableException outage)
        {
            NotNoted(outage.Message);
        }
    }

    static (ClientId? Client, PoolId? Pool) Named(VerifyRequest request) =>
        (request.ClientId is { } client ? new ClientId(client) : null, request.UserPoolId is { } pool ? new PoolId(pool) : null);

    static string? MemberOf(Reason reason) =>
        reason == Reason.AppUserIdMalformed ? "appUserId"
        : reason == Reason.ExpiryMalformed ? "exp"
        : reason == Reason.UserPoolUnknown || reason == Reason.PoolNotHosted || reason == Reason.PoolDisabled ? "userPoolId"
        : null;

    [LoggerMessage(EventId = 1311, Level = LogLevel.Information, Message = "An appUserIdToken is not believed: {Code} (organization {Organization})")]
    partial void Flawed(string code, string organization);

    [LoggerMessage(EventId = 1312, Level = LogLevel.Warning, Message = "Who was seen in a user pool was not written down: {Problem}")]
    partial void NotNoted(string problem);
}
