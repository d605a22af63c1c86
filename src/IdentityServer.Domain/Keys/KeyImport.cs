using System.Text;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Takes over a private key that was made elsewhere, under the name that relying parties know it by. Where nothing signs
/// yet with its algorithm it signs at once; otherwise it is announced like any other key, and takes over when it was.
/// </summary>
public sealed class KeyImport(IKeyStore store, KeyFactory factory, KeyRotator rotator, RotationPolicies policies, MasterKeys masterKeys, TimeProvider clock)
{
    readonly SharedSecret shared = new(store, masterKeys, clock);

    /// <param name="text">PEM or a JWK; the caller wipes it.</param>
    /// <param name="kid">Null for the name that the JWK has, else the thumbprint (RFC 7638).</param>
    /// <param name="algorithm">What it has to be, or null for what follows from its type.</param>
    public async ValueTask<KeyImportResult> RunAsync(PoolId pool, ReadOnlyMemory<byte> text, string? kid, string? algorithm, string actor, CancellationToken ct)
    {
        if (!PrivateKeyReader.TryRead(text.Span, out var foreign, out var unread)) return Refused(KeyImportWords.Of(unread));
        using (foreign)
        {
            if (Unfit(foreign, algorithm) is { } unfit) return Refused(unfit);
            if ((kid ?? foreign.Kid) is { } name && Kids.Problem(name) is { } unnamable) return Refused(unnamable);
            using var credential = Credential(foreign, kid ?? foreign.Kid);

            var stored = await store.ListAsync(pool, ct);
            // As for any new key: beside one that cannot be opened none is made.
            if (factory.Problem(stored.Keys) is { } problem) return Refused(problem);
            if ((await shared.ShareAsync(ct)).Problem is { } closed) return Refused(closed);
            var made = factory.Seal(pool, credential);
            var result = await store.ChangeAsync(pool, (change, own) =>
                change.MayAdd(made) ? Take(change, policies.For(pool, credential.Algorithm, own), made, actor) : Refused("The master key was changed meanwhile. Try again."), ct);
            // That it is public is written down by who has seen it stored.
            if (result.Problem is null) await rotator.RunAsync(pool, credential.Algorithm, ct);
            return result;
        }
    }

    KeyImportResult Take(KeyChange change, RotationPolicy policy, SigningKey made, string actor)
    {
        var thumbprint = ThumbprintOf(made);
        foreach (var key in change.Keys)
        {
            if (key.Kid == made.Kid) return Refused($"The pool has a key {made.Kid} already ({NameOf(key)}), and a kid is not used again while it is known.");
            if (ThumbprintOf(key) == thumbprint) return Refused($"The pool has this very key already under the name {key.Kid} ({NameOf(key)}).");
        }
        var now = clock.GetUtcNow();
        var replaced = KeyRotation.Successor(change.Keys, made.Algorithm);
        if (replaced is not null) KeyChange.Retire(replaced, now);
        change.Apply(new(RotationAction.Create, made.Algorithm, null), made, now);
        change.Records.Add(AuditRecord.Of(clock, AuditAction.KeyImported, actor, made.Kid, pool: made.PoolId, details: [("alg", made.Algorithm), ("replaced", replaced?.Kid)]));
        return new(made.Kid, made.Algorithm, made.State, made.ActivatedAt ?? now + policy.AnnounceBefore, replaced?.Kid, null);
    }

    static string? Unfit(ForeignKey foreign, string? algorithm)
    {
        if (algorithm is not null && algorithm != foreign.Algorithm.Name)
            return $"This key signs {foreign.Algorithm.Name}, not the alg that is asked for. RSA keys sign RS256, P-256 keys ES256, Ed25519 keys EdDSA.";
        return KeyFactory.Algorithms.Contains(foreign.Algorithm) ? null : KeyImportWords.Of(PrivateKeyProblem.AlgorithmUnavailable);
    }

    static SigningCredential Credential(ForeignKey foreign, string? kid)
    {
        if (kid is not null) return SigningCredential.FromPkcs8(kid, foreign.Algorithm, foreign.Pkcs8);
        using var unnamed = SigningCredential.FromPkcs8("unnamed", foreign.Algorithm, foreign.Pkcs8);
        return SigningCredential.FromPkcs8(unnamed.PublicJwk.Thumbprint(), foreign.Algorithm, foreign.Pkcs8);
    }

    static string? ThumbprintOf(SigningKey key) => Jwk.TryParse(Encoding.UTF8.GetBytes(key.PublicJwk), out var jwk, out _) ? jwk.Thumbprint() : null;

    static string NameOf(SigningKey key) => key.State.ToString().ToLowerInvariant();

    static KeyImportResult Refused(string problem) => new(null, null, null, null, null, problem);
}

/// <summary>What came of an import.</summary>
/// <param name="State">Active or announced.</param>
/// <param name="SignsFrom">When it signs, at the earliest; the schedule takes the step at its next look after that.</param>
/// <param name="Replaced">The kid of the announced key that retired for it without ever having signed.</param>
/// <param name="Problem">Why nothing was imported, for the operator; null where it was.</param>
public sealed record KeyImportResult(string? Kid, string? Algorithm, KeyState? State, DateTimeOffset? SignsFrom, string? Replaced, string? Problem);
