using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/userPool/{id}/user</c>: who has been seen in a pool.</summary>
internal sealed class PoolUsersApi(IUserPoolStore pools, ISeenUserStore users) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var user = routes.MapGroup("/org/userPool/{id}/user").WithTags("userPool");
        user.MapGet("", ListAsync).Requires(MemberRole.ReadOnly).WithName("listPoolUsers").WithSummary("The users that have been seen in a pool, in the order of their ids.");
        user.MapGet("/{appUserId}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getPoolUser").WithSummary("One user, by the application's own id.")
            .WithDescription("404 says that the user has not been linked: no token of this user was issued or believed yet.");
    }

    async Task<Results<Ok<PoolUserList>, Problem>> ListAsync(Caller caller, string id, int? limit, string? after, CancellationToken ct)
    {
        if (PageOf.Read(limit, after, out var page) is { } wrong) return wrong;
        if (await pools.OfAsync(caller, id, ct) is not { } pool) return new Problem(Reason.UserPoolUnknown);
        var (shown, next) = page.Cut(await users.ListAsync(pool.Id, page.After, page.Asked, ct), user => user.AppUserId);
        return TypedResults.Ok(new PoolUserList([.. shown.Select(PoolUserEntry.Of)], next));
    }

    async Task<Results<Ok<PoolUserEntry>, Problem>> FindAsync(Caller caller, string id, string appUserId, CancellationToken ct)
    {
        if (await pools.OfAsync(caller, id, ct) is not { } pool) return new Problem(Reason.UserPoolUnknown);
        // Routing leaves an escaped slash as it came, and the id of a user may have one.
        appUserId = appUserId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return await users.FindAsync(pool.Id, appUserId, ct) is { } user ? TypedResults.Ok(PoolUserEntry.Of(user)) : new Problem(Reason.UserNeverLinked);
    }
}
