using System.Text;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Clients;

/// <summary>
/// Who is calling: RFC 6749 §2.3, §3.2.1. Exactly one method per request, and the one the client is registered with.
/// An unknown client, a disabled one and a wrong secret look and cost the same outside.
/// </summary>
public sealed class ClientAuthenticator(IClientStore clients, TimeProvider clock)
{
    const string Basic = "Basic ";

    /// <param name="authorization">The Authorization header as it came, or null.</param>
    public async ValueTask<Result<Client>> AuthenticateAsync(PoolId pool, string? authorization, RequestParameters form, CancellationToken ct)
    {
        if (!Claim(authorization, form).Try(out var claim, out var no)) return no;

        var client = Ids.IsWellFormed(claim.ClientId) ? await clients.FindAsync(pool, new(claim.ClientId), ct) : null;
        return Judge(client, claim);
    }

    /// <summary>What the request claims, before anything is looked up.</summary>
    static Result<ClientClaim> Claim(string? authorization, RequestParameters form)
    {
        var bodySecret = form[Params.ClientSecret];
        var bodyId = form[Params.ClientId];
        if (form[Params.ClientAssertion] is not null || form[Params.ClientAssertionType] is not null)
            return authorization is not null || bodySecret is not null ? Reason.SeveralClientProofs : Reason.ClientProofUnsupported;

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

        if (client is null) return Reason.ClientUnknown;
        if (client.Disabled) return Reason.ClientDisabled;
        if (client.AuthMethod != claim.Method) return Reason.ClientProofNotRegistered;
        if (claim.Method != ClientAuthMethod.None && !secretMatches) return Reason.SecretWrong;
        return client;
    }

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
