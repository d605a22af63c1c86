using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>What belongs to an organization, with nothing special about it.</summary>
public static class OrganizationRows
{
    public static Organization Organization(string? name = null) => new() { Id = NewId(), Name = name ?? "Org " + NewId(), CreatedAt = Now, Version = NewId() };

    /// <summary>The id of one that is there.</summary>
    public static async Task<string> OrganizationAsync(this Node node)
    {
        var organization = Organization();
        Assert.True(await node.Get<IOrganizationStore>().AddAsync(organization, null, Record(organization.Id), TestContext.Current.CancellationToken));
        return organization.Id;
    }

    public static Member Member(string organizationId, MemberRole role = MemberRole.Admin, string? email = null)
    {
        email ??= NewId() + "@org.test";
        return new()
        {
            Id = NewId(),
            OrganizationId = organizationId,
            Name = "A person",
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            PasswordHash = "hash",
            Role = role,
            CreatedAt = Now,
            Version = NewId(),
        };
    }

    /// <summary>Another object for the same row, as a reader gets one.</summary>
    public static Member Copy(Member member, MemberRole? role = null, string? passwordHash = null) => new()
    {
        Id = member.Id,
        OrganizationId = member.OrganizationId,
        Name = member.Name,
        Email = member.Email,
        NormalizedEmail = member.NormalizedEmail,
        PasswordHash = passwordHash ?? member.PasswordHash,
        Role = role ?? member.Role,
        CreatedAt = member.CreatedAt,
        Version = NewId(),
    };

    public static MemberSession Session(Member member) => new()
    {
        Id = NewId(),
        OrganizationId = member.OrganizationId,
        MemberId = member.Id,
        Digest = NewDigest(),
        CreatedAt = Now,
        ExpiresAt = Now.AddHours(12),
    };

    public static UserPool UserPool(string organizationId, TokenSource? source = null) => new()
    {
        Id = new(NewId()),
        OrganizationId = organizationId,
        Name = "Shoppers",
        Description = "who buys",
        Authorization = source,
        CreatedAt = Now,
        Version = NewId(),
    };

    /// <param name="pool">Of an application; null for a service.</param>
    public static Client SdkClient(string organizationId, PoolId? pool = null, string? id = null, bool disabled = false, DateTimeOffset? createdAt = null, params string[] origins) => new()
    {
        PoolId = pool ?? PoolId.Default,
        Id = new(id ?? NewId()),
        Name = "An SDK client",
        AuthMethod = ClientAuthMethod.None,
        GrantTypes = [],
        AllowedOrigins = origins,
        Disabled = disabled,
        CreatedAt = createdAt ?? Now,
        Sdk = new() { OrganizationId = organizationId, Kind = pool is null ? SdkClientKind.Service : SdkClientKind.Application, Description = "for tests", ChromeExtensionId = new('a', 32) },
        Version = NewId(),
    };

    /// <summary>The key of a service.</summary>
    public static ApiKey KeyOf(Client client)
    {
        var secret = BearerSecret.New(BearerSecret.ApiKey);
        return new()
        {
            Id = NewId(),
            OrganizationId = client.Sdk!.OrganizationId,
            Name = client.Name,
            Digest = secret.Digest,
            Prefix = secret.Start,
            Role = MemberRole.Member,
            ClientId = client.Id.Value,
            CreatedAt = Now,
        };
    }

    public static ApiKey KeyMadeBy(Member member)
    {
        var secret = BearerSecret.New(BearerSecret.ApiKey);
        return new()
        {
            Id = NewId(),
            OrganizationId = member.OrganizationId,
            Name = "made by a member",
            Digest = secret.Digest,
            Prefix = secret.Start,
            Role = MemberRole.Admin,
            MadeBy = member.Id,
            CreatedAt = Now,
        };
    }

    public static TrustedIssuer TrustedIssuer(string organizationId, string? issuer = null, string audience = "https://idp.test") => new()
    {
        Id = NewId(),
        OrganizationId = organizationId,
        Issuer = issuer ?? "https://ci.test/" + NewId(),
        Audience = audience,
        UserIdExpression = "{sub}",
        Roles = new Dictionary<string, MemberRole> { ["repo:acme/site|main"] = MemberRole.ReadOnly, ["ops|*"] = MemberRole.Admin },
        CutoverPoolId = PoolId.Default,
        CutoverUntil = Now.AddDays(30),
        CreatedAt = Now,
        Version = NewId(),
    };

    public static Connection Connection(string organizationId, PoolId? pool = null, string? id = null, string? issuer = null) => new()
    {
        PoolId = pool ?? PoolId.Default,
        Id = id ?? "c-" + NewId(),
        OrganizationId = organizationId,
        Name = "Example",
        Kind = ConnectionKind.Oidc,
        Issuer = issuer ?? "https://login.test/" + NewId(),
        ClientId = "us",
        SealedClientSecret = "sealed",
        AuthMethod = UpstreamAuthMethod.ClientSecretPost,
        ClaimPaths = new Dictionary<string, string> { ["name"] = "profile.name" },
        Linking = LinkingPolicy.Explicit,
        CreatedAt = Now,
        UpdatedAt = Now,
        Version = NewId(),
    };

    public static UpstreamIdentity Identity(Connection connection, User user, string? subject = null) => new()
    {
        PoolId = connection.PoolId,
        ConnectionId = connection.Id,
        Subject = subject ?? NewId(),
        Issuer = connection.Issuer,
        UserId = user.Id,
        CreatedAt = Now,
        LastSeenAt = Now,
    };
}
