namespace IdentityServer.Domain.Configuration;

/// <summary>The organization that the members and clients belong to; its name is its identity.</summary>
public sealed record OrganizationDeclaration(string Name);
