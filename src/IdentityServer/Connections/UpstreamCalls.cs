using System.Text.Json;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Protocol;
using IdentityServer.Egress;

namespace IdentityServer.Connections;

/// <summary>What we ask a provider ourselves, through the guard: RFC 6749 §4.1.3, OIDC Core §5.3.1.</summary>
internal sealed class UpstreamCalls(GuardedHttp http, ClientProofs proofs)
{
    public async ValueTask<Result<ProviderTokens>> RedeemAsync(Connection connection, ProviderMetadata provider, string code, string verifier, string redirectUri, CancellationToken ct)
    {
        if (!Uri.TryCreate(provider.TokenEndpoint, UriKind.Absolute, out var endpoint)) return new Refusal(Reason.UpstreamMetadataUnusable, "token_endpoint");
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        List<KeyValuePair<string, string>> form =
        [
            new(Params.GrantType, GrantTypes.AuthorizationCode),
            new(Params.Code, code),
            new(Params.RedirectUri, redirectUri),
            new(Params.CodeVerifier, verifier),
        ];
        if (!await proofs.AddAsync(connection, provider, request, form, ct)) return new Refusal(Reason.UpstreamTokenRequestRefused, "nothing to authenticate with");
        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.ParseAdd("application/json");
        // The code is spent with the first call; who has left must not leave it half redeemed.
        var answer = await http.SendForPersonAsync(request, CancellationToken.None);
        if (Problem(answer) is { } problem) return problem;
        return answer.Status == StatusCodes.Status200OK
            ? ProviderAnswers.ReadTokens(answer.Body.Span, wantsIdToken: connection.Kind == ConnectionKind.Oidc)
            : new Refusal(Reason.UpstreamTokenRequestRefused, $"HTTP {answer.Status}, {ProviderAnswers.ErrorOf(answer.Body.Span)}");
    }

    public async ValueTask<Result<JsonElement>> UserInfoAsync(string address, string accessToken, CancellationToken ct)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint)) return new Refusal(Reason.UpstreamMetadataUnusable, "userinfo_endpoint");
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
        // Whatever stands in it came from the provider; it goes back as it is, or not at all.
        if (!request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + accessToken)) return new Refusal(Reason.UpstreamUserInfoUnusable, "the access token is no header value");
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await http.SendForPersonAsync(request, ct);
        if (Problem(answer) is { } problem) return problem;
        if (answer.Status != StatusCodes.Status200OK) return new Refusal(Reason.UpstreamUserInfoUnusable, $"HTTP {answer.Status}");
        return ProviderAnswers.ReadUserInfo(answer.Body.Span) is { } claims ? claims : new Refusal(Reason.UpstreamUserInfoUnusable, "not JSON");
    }

    static Refusal? Problem(EgressAnswer answer) =>
        answer.Problem is { } problem ? new(Reason.UpstreamUnavailable, problem.ToString())
        : answer.Status >= 500 || answer.Status == StatusCodes.Status429TooManyRequests ? new(Reason.UpstreamUnavailable, $"HTTP {answer.Status}")
        : (Refusal?)null;
}
