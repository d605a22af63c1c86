using System.Text.Json;

namespace IdentityServer.Domain.Grants;

/// <summary>Whom somebody else's token names, believed.</summary>
/// <param name="UserId">As we call the user: what the user-id expression, or the pool's id claim, makes of the claims.</param>
/// <param name="Guarantor">The id of the trusted issuer or of the self-provided pool.</param>
/// <param name="ExpiresAt">Its <c>exp</c>; it may have passed by up to a minute.</param>
/// <param name="Claims">All claims.</param>
public sealed record ForeignSubject(string UserId, string Guarantor, DateTimeOffset ExpiresAt, JsonElement Claims)
{
    /// <summary>Its <c>iss</c>, as it stands there.</summary>
    public string? Issuer => Text("iss");

    /// <summary>Its <c>sub</c>: who it is to its own issuer.</summary>
    public string? Subject => Text("sub");

    string? Text(string name) => Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
