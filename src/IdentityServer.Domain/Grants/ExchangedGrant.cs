using System.Text.Json;

namespace IdentityServer.Domain.Grants;

/// <summary>What a token exchange has proved of its subject, who is no user of the pool: RFC 8693 §4.</summary>
/// <param name="Subject">The <c>sub</c>.</param>
/// <param name="Guarantor">The <c>idp</c>: the trusted issuer or self-provided pool on whose word it stands.</param>
/// <param name="Act">Who acts for the subject; null for nobody.</param>
/// <param name="ExpiresAt">No token that comes of it lives longer.</param>
public sealed record ExchangedGrant(string Subject, string Guarantor, JsonElement? Act, DateTimeOffset ExpiresAt);
