using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Users;

/// <summary>
/// A person of a hosted pool. Credentials, lockout and stamps are ASP.NET Core Identity's to change; the rest of the
/// product reads them.
/// </summary>
public sealed class User
{
    public required PoolId PoolId { get; init; }

    /// <summary>The <c>sub</c>.</summary>
    public required UserId Id { get; init; }

    public required string Username { get; set; }

    /// <summary>What sign-in looks up: NFKC, upper case, trimmed.</summary>
    public string NormalizedUsername { get; set; } = "";
    public string? Email { get; set; }
    public string? NormalizedEmail { get; set; }
    public bool EmailVerified { get; set; }
    public string? PasswordHash { get; set; }

    /// <summary>Changes when a credential does; sessions and token families that carry an older one are dead.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Guards against lost updates.</summary>
    public string ConcurrencyStamp { get; set; } = "";
    public int AccessFailedCount { get; set; }
    public DateTimeOffset? LockoutEnd { get; set; }
    public bool Disabled { get; set; }

    /// <summary>Standard claims (OIDC Core §5.1) beyond username and e-mail, by name, with their JSON values.</summary>
    public IReadOnlyDictionary<string, JsonElement> Claims { get; set; } = new Dictionary<string, JsonElement>();
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}
