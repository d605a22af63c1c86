using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Where a sealed value belongs. The place is sealed with it (NIST SP 800-38D: additional authenticated data), so these
/// texts never change: a changed one would open nothing that was sealed before.
/// </summary>
public static class SealedPlace
{
    /// <summary>The Data Protection ring, every element alike.</summary>
    public const string DataProtection = "data-protection";

    public static string OfSigningKey(PoolId pool, string kid) => $"signing-key/{pool}/{kid}";

    public static string OfSecret(string name) => "secret/" + name;
}
