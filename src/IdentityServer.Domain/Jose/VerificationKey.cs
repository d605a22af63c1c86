using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// A public key bound to one algorithm before any token is seen (RFC 8725 §3.1), usable from any thread. RFC 7515 §5.2.
/// </summary>
public sealed class VerificationKey : IVerificationKeys, IDisposable
{
    readonly KeyPool pool;

    VerificationKey(string? kid, JwsAlgorithm algorithm, KeyPool pool) => (Kid, Algorithm, this.pool) = (kid, algorithm, pool);

    public string? Kid { get; }

    public JwsAlgorithm Algorithm { get; }

    /// <summary>False with a problem for a key that is weak, broken, or meant for something else.</summary>
    public static bool TryCreate(Jwk jwk, JwsAlgorithm alg, [NotNullWhen(true)] out VerificationKey? key, out JwkProblem problem)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        ArgumentNullException.ThrowIfNull(alg);
        key = null;
        problem = Fitness(jwk, alg);
        if (problem != JwkProblem.None) return false;
        problem = PublicKey.Recipe(jwk, alg, out var recipe);
        if (problem != JwkProblem.None || recipe is null) return false;
        var pool = new KeyPool(recipe);
        try
        {
            // The first instance is made here, so that a point off the curve is found now and not in Verify.
            pool.Return(pool.Rent());
        }
        catch (CryptographicException)
        {
            problem = JwkProblem.NotAKey;
            return false;
        }
        key = new(jwk.Kid, alg, pool);
        return true;
    }

    /// <summary>True for exactly the signatures that this key's owner made over these bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.IsEmpty || signature.Length > SigningCredential.MaxSignatureSize) return false;
        var key = pool.Rent();
        bool verified;
        try
        {
            verified = key.Verify(data, signature);
        }
        catch (CryptographicException)
        {
            // A platform that throws where another says no.
            verified = false;
        }
        pool.Return(key);
        return verified;
    }

    /// <summary>For keys of one request, such as a DPoP proof's; what a set lends is left to the collector.</summary>
    public void Dispose() => pool.Close();

    /// <summary>Itself, when neither the algorithm nor a kid on both sides says otherwise.</summary>
    VerificationKey? IVerificationKeys.Find(string? kid, JwsAlgorithm algorithm) =>
        algorithm == Algorithm && (kid is null || Kid is null || string.Equals(kid, Kid, StringComparison.Ordinal)) ? this : null;

    static JwkProblem Fitness(Jwk jwk, JwsAlgorithm alg)
    {
        if (!alg.IsAvailable) return JwkProblem.AlgorithmUnavailable;
        if (!string.Equals(jwk.Kty, alg.KeyType, StringComparison.Ordinal) ||
            !string.Equals(jwk.Crv, alg.Curve, StringComparison.Ordinal) ||
            (jwk.Alg is not null && !string.Equals(jwk.Alg, alg.Name, StringComparison.Ordinal))) return JwkProblem.AlgorithmMismatch;
        if (jwk.Use is not (null or "sig")) return JwkProblem.UseUnfit;
        return MayVerify(jwk.KeyOps) ? JwkProblem.None : JwkProblem.OperationsUnfit;
    }

    static bool MayVerify(IReadOnlyList<string>? operations)
    {
        if (operations is null) return true;
        for (var i = 0; i < operations.Count; i++)
            if (string.Equals(operations[i], "verify", StringComparison.Ordinal)) return true;
        return false;
    }
}
