using IdentityServer.Domain.Tokens;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Protocol;

/// <summary>POST /connect/introspect: RFC 7662 §2. Inactive is exactly <c>{"active":false}</c>.</summary>
internal sealed class IntrospectionEndpoint(Introspection introspection, RefusalWriter refusals)
{
    public async Task HandleAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        if (!(await FormReader.ReadBodyAsync(http.Request, ct)).Try(out var form, out var no)
            || !(await introspection.RunAsync(http.Pool(), TokenEndpoint.Authorization(http), form, ct)).Try(out var answer, out no))
        {
            await refusals.WriteAsync(http, "introspect", no);
            return;
        }
        await JsonAnswer.WriteAsync(http, json =>
        {
            json.WriteBoolean("active", answer.Members is not null);
            answer.Members?.Invoke(json);
        });
    }
}
