using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>Users who have come by a connection, without going there.</summary>
static class ConnectionRows
{
    public static async Task PersonAsync(IdpApp app, Connection connection, string userId, string? sealedTokens)
    {
        User user = new()
        {
            PoolId = connection.PoolId, Id = new(userId), Username = userId, NormalizedUsername = UserNames.Normalize(userId), SecurityStamp = userId, CreatedAt = app.Clock.Now, UpdatedAt = app.Clock.Now,
        };
        UpstreamIdentity identity = new()
        {
            PoolId = connection.PoolId, ConnectionId = connection.Id, Subject = userId, Issuer = connection.Issuer, UserId = user.Id, SealedTokens = sealedTokens, CreatedAt = app.Clock.Now, LastSeenAt = app.Clock.Now,
        };
        Assert.True(await app.Service<IUpstreamIdentityStore>().AddWithUserAsync(user, identity, AuditRecord.Of(app.Clock, AuditAction.UserCreated, Actors.Connection(connection.Id), userId), CancellationToken.None));
    }
}
