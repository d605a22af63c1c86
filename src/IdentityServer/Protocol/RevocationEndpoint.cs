using IdentityServer.Domain.Tokens;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Protocol;

/// <summary>POST /connect/revoke: RFC 7009 §2. 200 whether or not there was such a token.</summary>
internal sealed class RevocationEndpoint(Revocation revocation, RefusalWriter refusals)
{
    public async Task HandleAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        if (!(await FormReader.ReadBodyAsync(http.Request, ct)).Try(out var form, out var no))
        {
            await refusals.WriteAsync(http, "revoke", no);
            return;
        }
        var (client, refused) = await revocation.RunAsync(http.Pool(), TokenEndpoint.Authorization(http), form, ct);
        if (client is not null) ProtocolCors.Belongs(http, client);
        if (refused is { } refusal) await refusals.WriteAsync(http, "revoke", refusal);
        else NoStore.Apply(http.Response);
    }
}
