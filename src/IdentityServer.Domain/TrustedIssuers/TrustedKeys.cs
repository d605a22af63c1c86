using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>The keys of a trusted issuer: from its jwksUri, or from where its discovery document says. Discovery §3, RFC 8725 §3.8.</summary>
public sealed class TrustedKeys(ProviderDirectory directory, RemoteKeySets sets)
{
    /// <summary>Keys to look for this one in, or why there are none.</summary>
    public async ValueTask<TrustedKeysAtHand> FindAsync(TrustedIssuer issuer, string kid, JwsAlgorithm algorithm, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var source = issuer.JwksUri;
        if (source is null)
        {
            var document = await directory.FindAsync(issuer.Issuer, ct);
            if (document.Metadata is not { } metadata)
                return new(null, TrustedFlawTable.Of(document.Problem ?? DiscoveryProblem.Unreachable), document.Detail);
            source = metadata.JwksUri;
        }
        // What is judged before it is stored may be no URL at all.
        if (!Uri.TryCreate(source, UriKind.Absolute, out _)) return new(null, TrustedFlawTable.Of(JwksProblem.UrlForbidden), null);
        var found = await sets.For(source).KeysAsync(kid, algorithm, ct);
        // A problem beside keys says that these are the last good ones; why a new key is not among them may hang on it.
        var detail = found.Problem is { } trouble ? JwksProblems.Sentence(trouble) + (found.Detail is { } more ? $" ({more})" : "") : null;
        return found.Keys is { } keys ? new(keys, null, detail) : new(null, TrustedFlawTable.Of(found.Problem ?? JwksProblem.Unreachable), found.Detail);
    }
}

/// <summary>A trusted issuer's keys, or what keeps them from us.</summary>
/// <param name="Keys">Null only with a flaw.</param>
/// <param name="Detail">More of it, in words of ours.</param>
public readonly record struct TrustedKeysAtHand(IVerificationKeys? Keys, TrustedFlaw? Flaw, string? Detail);
