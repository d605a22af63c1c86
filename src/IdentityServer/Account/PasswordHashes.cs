using IdentityServer.Domain.Users;
using Microsoft.AspNetCore.Identity;

namespace IdentityServer.Account;

/// <summary>ASP.NET Core Identity's password hashes (PBKDF2 with HMAC-SHA-512), for those who set a password without signing in.</summary>
internal sealed class PasswordHashes(IPasswordHasher<User> hasher) : IPasswordHashes
{
    /// <summary>PBKDF2-HMAC-SHA-512 rounds that OWASP's Password Storage Cheat Sheet asks for.</summary>
    public const int Iterations = 210_000;

    // The hasher looks at no user; the parameter is Identity's.
    static readonly User Nobody = new() { PoolId = new(""), Id = new(""), Username = "", CreatedAt = default, UpdatedAt = default };

    public string Hash(string password) => hasher.HashPassword(Nobody, PasswordPolicy.Composed(password));

    public bool Verify(string hash, string password) => hasher.VerifyHashedPassword(Nobody, hash, PasswordPolicy.Composed(password)) != PasswordVerificationResult.Failed;
}
