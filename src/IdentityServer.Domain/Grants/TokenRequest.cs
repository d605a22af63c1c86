using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Grants;

/// <summary>A token request whose client is known: RFC 6749 §3.2.</summary>
public sealed record TokenRequest(Pool Pool, KeyRing Ring, Client Client, RequestParameters Parameters, DateTimeOffset Now)
{
    public string? this[string name] => Parameters[name];
}
