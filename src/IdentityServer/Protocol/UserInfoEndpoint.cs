using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Protocol;

/// <summary>GET and POST /connect/userinfo: OIDC Core §5.3. The token comes in the header, or in the body of a POST; never in the URL.</summary>
internal sealed class UserInfoEndpoint(UserInfo userInfo, IClientStore clients, RefusalWriter refusals)
{
    const string Bearer = "Bearer ";

    public async Task HandleAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        if (!(await TokenAsync(http, ct)).Try(out var token, out var no) || !(await userInfo.RunAsync(http.Pool(), token, ct)).Try(out var answer, out no))
        {
            await refusals.ChallengeAsync(http, "userinfo", no);
            return;
        }
        ProtocolCors.Belongs(http, await clients.FindAsync(http.Pool().Id, new(answer.ClientId), ct));
        await JsonAnswer.WriteAsync(http, answer.Members);
    }

    /// <summary>RFC 6750 §2.1, §2.2: exactly one place.</summary>
    static async ValueTask<Result<string>> TokenAsync(HttpContext http, CancellationToken ct)
    {
        var header = TokenEndpoint.Authorization(http);
        string? inBody = null;
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.ContentType is not null)
        {
            if (!(await FormReader.ReadBodyAsync(http.Request, ct)).Try(out var form, out var no)) return no;
            if (form.Repeated is { } name) return new Refusal(Reason.ParameterRepeated, name);
            inBody = form["access_token"];
        }
        if (header is not null && inBody is not null) return Reason.SeveralBearers;
        if (inBody is not null) return inBody;
        if (header is null) return Reason.BearerMissing;
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header.Length > Bearer.Length ? header[Bearer.Length..].Trim() : Reason.BearerInvalid;
    }
}
