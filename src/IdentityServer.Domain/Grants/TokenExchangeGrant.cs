using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Grants;

/// <summary>
/// grant_type=urn:ietf:params:oauth:grant-type:token-exchange: a confidential client shows somebody else's token and gets an
/// access token of ours for the same user, who is no user of the pool. RFC 8693 §2. It lives no longer than what it was made
/// of, and says by <c>idp</c> on whose word it stands.
/// </summary>
public sealed class TokenExchangeGrant(PoolOrganizations organizations, ForeignSubjects subjects, MappedIds ids, IUserStore users) : IGrant
{
    public string Type => GrantTypes.TokenExchange;

    public async ValueTask<Result<TokenGrant>> RedeemAsync(TokenRequest request, CancellationToken ct)
    {
        if (request.Client.IsPublic) return Reason.GrantNotAllowed;
        if (ShapeProblem(request) is { } wrong) return wrong;

        // Whom the token would be for, before anybody's keys are asked for.
        if (!OwnScope.Choose(request).Try(out var scope, out var no)) return no;
        if (!request.Audience(scope, [], Targets(request)).Try(out var audience, out no)) return no;

        // The client is of a pool, and the pool of an organization: its trust counts, and nobody else's.
        if (await organizations.OfAsync(request.Pool.Id, ct) is not { } organization) return new Refusal(Reason.SubjectTokenInvalid, "organization");
        PoolId? named = request[Params.UserPoolId] is { } id ? new(id) : null;
        var (subject, flaw) = await subjects.ReadAsync(organization, named, request[Params.SubjectToken]!, ct);
        if (subject is null) return new Refusal(Reason.SubjectTokenInvalid, flaw);
        ForeignSubject? actor = null;
        if (request[Params.ActorToken] is { } actorToken)
        {
            (actor, flaw) = await subjects.ReadAsync(organization, null, actorToken, ct);
            if (actor is null) return new Refusal(Reason.ActorTokenInvalid, flaw);
        }
        if (Delegation.Judge(subject, actor, out var act) is { } unfit) return unfit;

        // A verifier allows for clocks that differ; a token of ours that is over when it is made is none.
        var expiresAt = Earliest(request.Now + TokenLifetimes.AccessToken, subject.ExpiresAt, actor?.ExpiresAt ?? DateTimeOffset.MaxValue);
        if (expiresAt < request.Now.AddSeconds(1)) return new Refusal(Reason.SubjectTokenInvalid, "expired");

        // A sub of ours names a user of the pool or a client; what others call their users must be neither.
        if (!Ids.IsWellFormed(subject.UserId)) return Reason.SubjectIdUnfit;
        if (await ids.ProblemAsync(subject.UserId, ct) is { } taken) return new Refusal(Reason.SubjectIdUnfit, taken);
        if (await users.FindAsync(request.Pool.Id, new(subject.UserId), ct) is not null) return Reason.SubjectIsAUser;
        return new TokenGrant { Audience = audience, Exchanged = new(subject.UserId, subject.Guarantor, act, expiresAt) };
    }

    /// <summary>RFC 8693 §2.1.</summary>
    static Reason? ShapeProblem(TokenRequest request)
    {
        if (request[Params.SubjectToken] is null || request[Params.SubjectTokenType] is not { } type) return Reason.SubjectTokenMissing;
        var actorType = request[Params.ActorTokenType];
        if (request[Params.ActorToken] is null != actorType is null) return Reason.ActorTokenIncomplete;
        if (!TokenTypes.Accepted.Contains(type) || (actorType is not null && !TokenTypes.Accepted.Contains(actorType))) return Reason.TokenTypeUnsupported;
        return request[Params.RequestedTokenType] is null or TokenTypes.AccessToken ? null : Reason.TokenTypeUnsupported;
    }

    /// <summary>An API has one name here, its identifier: whether it comes as resource or as audience is the same (§2.1).</summary>
    static List<string> Targets(TokenRequest request) => [.. request.Parameters.All(Params.Resource), .. request.Parameters.All(Params.Audience)];

    static DateTimeOffset Earliest(DateTimeOffset first, DateTimeOffset second, DateTimeOffset third) =>
        first < second ? (first < third ? first : third) : second < third ? second : third;
}
