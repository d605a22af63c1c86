using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Users;

namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>Rows with nothing special about them.</summary>
public static class Rows
{
    public static readonly PoolId Pool = PoolId.Default;

    /// <summary>Whole microseconds, which is what PostgreSQL keeps.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    public static string NewId() => Ids.NewUuid(TimeProvider.System);

    public static HandleDigest NewDigest() => Handle.New().Digest;

    public static Client Client(string? id = null, PoolId? pool = null, params string[] origins) => new()
    {
        PoolId = pool ?? Pool,
        Id = new(id ?? NewId()),
        Name = "A shop",
        RedirectUris = ["https://shop.test/cb", "https://shop.test/cb?x=1"],
        Scope = ScopeSet.Of("openid", "profile"),
        AllowedOrigins = origins,
        Credentials =
        [
            new() { SecretDigest = NewDigest().Value, CreatedAt = Now },
            new() { SecretDigest = NewDigest().Value, CreatedAt = Now, ExpiresAt = Now.AddDays(1) },
        ],
        CreatedAt = Now,
    };

    public static User User(string? name = null, PoolId? pool = null, string? id = null, string? email = null)
    {
        name ??= "user-" + NewId();
        return new()
        {
            PoolId = pool ?? Pool,
            Id = new(id ?? NewId()),
            Username = name,
            NormalizedUsername = name.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email?.ToUpperInvariant(),
            SecurityStamp = NewId(),
            CreatedAt = Now,
            UpdatedAt = Now,
        };
    }

    public static Session Session(User user) => new()
    {
        PoolId = user.PoolId,
        Id = new(NewId()),
        Digest = NewDigest(),
        UserId = user.Id,
        SecurityStamp = user.SecurityStamp,
        AuthTime = Now,
        Amr = "pwd",
        CreatedAt = Now,
        LastSeenAt = Now,
        ExpiresAt = Now.AddDays(14),
    };

    public static TokenFamily Family(User user, SessionId? session = null, string client = "shop", bool offline = false) => new()
    {
        PoolId = user.PoolId,
        Id = FamilyId.New(TimeProvider.System),
        ClientId = new(client),
        UserId = user.Id,
        SessionId = session ?? new(NewId()),
        SecurityStamp = user.SecurityStamp,
        Scope = ScopeSet.Of("openid", "offline_access"),
        Resources = ["https://api.test"],
        Amr = "pwd",
        AuthTime = Now,
        CreatedAt = Now,
        CodeDigest = NewDigest(),
        CodeExpiresAt = Now.AddMinutes(1),
        RedirectUri = "https://shop.test/cb",
        CodeChallenge = NewDigest().Value,
        Offline = offline,
    };

    public static ApiKey ApiKey(string organizationId, string name = "ci", MemberRole role = MemberRole.Admin)
    {
        var secret = BearerSecret.New(BearerSecret.ApiKey);
        return new()
        {
            Id = NewId(),
            OrganizationId = organizationId,
            Name = name,
            Digest = secret.Digest,
            Prefix = secret.Start,
            Role = role,
            CreatedAt = Now,
            ExpiresAt = Now.AddDays(1),
        };
    }

    public static AuditRecord Record(string? organizationId, string target = "target", TimeProvider? clock = null) => AuditRecord.Of(
        clock ?? TimeProvider.System, AuditAction.ApiKeyCreated, Actors.System, target, organizationId, organizationId is null ? Pool : null, "correlation", ("name", "ci"));

    public static AuthorizeTransaction Transaction(PoolId? pool = null) => new()
    {
        PoolId = pool ?? Pool,
        Digest = NewDigest(),
        BrowserDigest = NewDigest(),
        ClientId = new("shop"),
        Parameters = [new("scope", "openid"), new("resource", "a"), new("resource", "b")],
        StartedAt = Now,
        ExpiresAt = Now.AddHours(1),
    };

    public static SigningKey SigningKey(PoolId pool, string algorithm, string? kid = null) => new()
    {
        PoolId = pool,
        Kid = kid ?? NewId(),
        Algorithm = algorithm,
        Generation = 0,
        PublicJwk = "{}",
        SealedPrivateKey = [1, 2, 3],
        SealedBy = "kek",
        CreatedAt = Now,
    };

    public static TokenCount TokenCount(PoolId pool, string node, DateTimeOffset expiresAt, params (string Client, long Count)[] of) => new()
    {
        PoolId = pool,
        Kid = "k1",
        Node = node,
        ExpiresAt = expiresAt,
        Counts = of.ToDictionary(pair => pair.Client, pair => pair.Count),
    };

    public static JwksReader Reader(PoolId pool, string name, DateTimeOffset seenAt, DateTimeOffset announcedAt, bool isClient = false) => new()
    {
        PoolId = pool,
        Name = name,
        IsClient = isClient,
        FirstSeenAt = seenAt,
        LastSeenAt = seenAt,
        KeysAnnouncedAt = announcedAt,
        UserAgent = "jose/5.2",
    };

    public static ClientRange Range(PoolId pool, string client, DateTimeOffset seenAt) =>
        new() { PoolId = pool, Range = "203.0.113.0/24", ClientId = new(client), LastSeenAt = seenAt };

    public static RotationPolicy Policy(PoolId pool, int days = 30) => new()
    {
        PoolId = pool,
        Algorithm = "ES256",
        Interval = TimeSpan.FromDays(days),
        AnnounceBefore = TimeSpan.FromMinutes(8),
        Schedule = "0 0 * * * ?",
    };
}
