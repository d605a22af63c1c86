using System.Text;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Clients;

/// <summary>
/// Who is calling: RFC 6749 §2.3, §3.2.1. Exactly one method per request, and the one the client is registered with.
/// An unknown client, a disabled one and a wrong secret or assertion look and cost the same outside.
/// </summary>
public sealed class ClientAuthenticator(IClientStore clients, IClientAssertions assertions, TimeProvider clock)
{
    const string Basic = "Basic ";

    /// <summary>RFC 7523 §2.2.</summary>
    const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <param name="authorization">The Authorization header as it came, or null.</param>
    public async ValueTask<Result<Client>> AuthenticateAsync(PoolId pool, string? authorization, RequestParameters form, CancellationToken ct)
    {
        if (!Claim(authorization, form).Try(out var claim, out var no)) return no;

        var client = Ids.IsWellFormed(claim.ClientId) ? await clients.FindAsync(pool, new(claim.ClientId), ct) : null;
        return claim.Method == ClientAuthMethod.TrustedIssuerJwt ? await JudgeAsync(pool, client, claim, ct) : Judge(client, claim);
    }

    /// <summary>What the request claims, before anything is looked up.</summary>
    static Result<ClientClaim> Claim(string? authorization, RequestParameters form)
    {
        var bodySecret = form[Params.ClientSecret];
        var bodyId = form[Params.ClientId];
        if (form[Params.ClientAssertion] is not null || form[Params.ClientAssertionType] is not null)
        {
            if (authorization is not null || bodySecret is not null) return Reason.SeveralClientProofs;
            if (form[Params.ClientAssertionType] != JwtBearer || form[Params.ClientAssertion] is not { } assertion) return Reason.ClientProofUnsupported;
            // RFC 7521 §4.2 leaves it out where the assertion names the client; these name a workload.
            return bodyId is null ? Reason.ClientUnidentified : new ClientClaim(bodyId, assertion, ClientAuthMethod.TrustedIssuerJwt);
        }

        if (authorization is not null)
        {
            if (bodySecret is not null) return Reason.SeveralClientProofs;
            if (!TryReadBasic(authorization, out var id, out var secret)) return Reason.BasicMalformed;
            if (bodyId is not null && bodyId != id) return Reason.ClientIdsDiffer;
            return new ClientClaim(id, secret, ClientAuthMethod.ClientSecretBasic);
        }
        if (bodyId is null) return Reason.ClientUnidentified;
        return bodySecret is not null
            ? new ClientClaim(bodyId, bodySecret, ClientAuthMethod.ClientSecretPost)
            : new ClientClaim(bodyId, null, ClientAuthMethod.None);
    }

    Result<Client> Judge(Client? client, ClientClaim claim)
    {
        // The comparison comes first, so that every outcome has paid for it.
        var secretMatches = claim.Secret is { } secret && ClientSecret.Matches(client, secret, clock.GetUtcNow());

        if (Problem(client, claim.Method) is { } problem) return problem;
        if (claim.Method != ClientAuthMethod.None && !secretMatches) return Reason.SecretWrong;
        return client!;
    }

    /// <summary>RFC 7523 §3: the assertion comes first here too. It is spent last, by the client that it lets in.</summary>
    async ValueTask<Result<Client>> JudgeAsync(PoolId pool, Client? client, ClientClaim claim, CancellationToken ct)
    {
        var isBelieved = (await assertions.ReadAsync(pool, claim.Secret!, ct)).Try(out var assertion, out var no);
        if (Problem(client, claim.Method) is { } problem) return problem;
        if (!isBelieved) return no;
        if (assertion!.Issuer != client!.TrustedIssuer) return Reason.AssertionOfAnotherIssuer;
        if (assertion.UserId != client.TrustedSubject) return Reason.AssertionOfAnotherSubject;
        return await assertions.SpendAsync(pool, assertion, ct) ? client : Reason.AssertionSpent;
    }

    static Reason? Problem(Client? client, ClientAuthMethod method) =>
        client is null ? Reason.ClientUnknown
        : client.Disabled ? Reason.ClientDisabled
        : client.AuthMethod != method ? Reason.ClientProofNotRegistered
        : null;

    /// <summary>RFC 7617 §2, with both halves form-encoded first: RFC 6749 §2.3.1.</summary>
    static bool TryReadBasic(string header, out string id, out string secret)
    {
        id = secret = "";
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || header.Length > 2048) return false;
        Span<byte> bytes = stackalloc byte[1536];
        if (!Convert.TryFromBase64Chars(header.AsSpan(Basic.Length).Trim(), bytes, out var written)) return false;
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes[..written]);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && TryDecode(text.AsSpan(0, colon), out id) && TryDecode(text.AsSpan(colon + 1), out secret);
    }

    static bool TryDecode(ReadOnlySpan<char> text, out string value)
    {
        value = text.ContainsAny('%', '+') ? Uri.UnescapeDataString(text.ToString().Replace('+', ' ')) : text.ToString();
        foreach (var c in value)
            if (char.IsControl(c)) return false;
        return true;
    }

    static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    readonly record struct ClientClaim(string ClientId, string? Secret, ClientAuthMethod Method);
}
