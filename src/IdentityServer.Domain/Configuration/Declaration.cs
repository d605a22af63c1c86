using System.Text.Json;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// What an operator wants to be there: the declarative file, read and found right. Lists that are not in the file are
/// empty. Secrets in it are shown by no ToString.
/// </summary>
public sealed record Declaration
{
    public OrganizationDeclaration? Organization { get; init; }
    public IReadOnlyList<MemberDeclaration> Members { get; init; } = [];
    public IReadOnlyList<ApiKeyDeclaration> ApiKeys { get; init; } = [];
    public IReadOnlyList<UserPoolDeclaration> UserPools { get; init; } = [];
    public IReadOnlyList<SdkClientDeclaration> SdkClients { get; init; } = [];
    public IReadOnlyList<ClientDeclaration> Clients { get; init; } = [];
    public IReadOnlyList<ResourceDeclaration> Resources { get; init; } = [];
    public IReadOnlyList<UserDeclaration> Users { get; init; } = [];
    public IReadOnlyList<JsonElement> ServiceClients { get; init; } = [];
    public IReadOnlyList<ConnectionDeclaration> Connections { get; init; } = [];
    public IReadOnlyList<TrustedIssuerDraft> TrustedIssuers { get; init; } = [];

    /// <summary>
    /// Whether clients of the default pool that the file does not name are removed; only a file that has the list says
    /// so. Users and members never are: a person's account is not a line in a file; nor are user pools, with all the users
    /// in them.
    /// </summary>
    public bool PruneClients { get; init; }

    /// <summary>The same for resources.</summary>
    public bool PruneResources { get; init; }

    /// <summary>The same for API keys of the organization: those that the file does not name are revoked.</summary>
    public bool PruneApiKeys { get; init; }

    /// <summary>The same for SDK clients of the organization.</summary>
    public bool PruneSdkClients { get; init; }

    /// <summary>The same for connections of the organization; the users who came by them stay.</summary>
    public bool PruneConnections { get; init; }

    /// <summary>The same for trusted issuers of the organization.</summary>
    public bool PruneTrustedIssuers { get; init; }

    /// <summary>Members of the file that this version reads and does not apply, by their path.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    public override string ToString() =>
        $"{Members.Count} members, {UserPools.Count} user pools, {SdkClients.Count} SDK clients, {Clients.Count} clients, {Resources.Count} resources, {Users.Count} users";
}
