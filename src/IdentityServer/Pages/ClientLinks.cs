namespace IdentityServer.Pages;

/// <summary>What an application's registration links to: OIDC Registration §2, <c>policy_uri</c> and <c>tos_uri</c>.</summary>
sealed record ClientLinks(string? ClientName, string? PolicyUri, string? TosUri);
