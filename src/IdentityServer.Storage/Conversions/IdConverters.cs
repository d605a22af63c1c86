using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentityServer.Storage.Conversions;

internal sealed class PoolIdConverter() : ValueConverter<PoolId, string>(id => id.Value, text => new PoolId(text));

internal sealed class ClientIdConverter() : ValueConverter<ClientId, string>(id => id.Value, text => new ClientId(text));

internal sealed class UserIdConverter() : ValueConverter<UserId, string>(id => id.Value, text => new UserId(text));

internal sealed class SessionIdConverter() : ValueConverter<SessionId, string>(id => id.Value, text => new SessionId(text));

internal sealed class FamilyIdConverter() : ValueConverter<FamilyId, Guid>(id => id.Value, guid => new FamilyId(guid));

internal sealed class HandleDigestConverter() : ValueConverter<HandleDigest, string>(digest => digest.Value, text => new HandleDigest(text));
