using IdentityServer.Domain.Grants;
using IdentityServer.Keys;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Protocol;

/// <summary>POST /connect/token: form in, JSON out. RFC 6749 §3.2.</summary>
internal sealed class TokenEndpoint(TokenPipeline pipeline, JwksReaders readers, RefusalWriter refusals)
{
    public async Task HandleAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        if (!(await FormReader.ReadBodyAsync(http.Request, ct)).Try(out var form, out var no))
        {
            await refusals.WriteAsync(http, "token", no);
            return;
        }
        var (client, answer) = await pipeline.RunAsync(http.Pool(), Authorization(http), form, ct);
        // It has shown its secret, whatever came of the rest.
        if (client is { IsPublic: false }) readers.NoteBackEnd(http.Pool().Id, http.Connection.RemoteIpAddress, client.Id);
        if (client is not null) ProtocolCors.Belongs(http, client);
        if (answer.Try(out var tokens, out no)) await TokenResponseWriter.WriteAsync(http.Response, tokens, ct);
        else await refusals.WriteAsync(http, "token", no);
    }

    /// <summary>The one Authorization header; several are malformed and count as one that is.</summary>
    public static string? Authorization(HttpContext http) => http.Request.Headers.Authorization switch
    {
        [] => null,
        [{ } one] => one,
        _ => "",
    };
}
