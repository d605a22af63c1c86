namespace IdentityServer.Domain.Audit;

/// <summary>What the log knows of: one name for each kind of change, the same for ever. ASVS 16.3.</summary>
public sealed class AuditAction
{
    AuditAction(string name) => Name = name;

    /// <summary>The thing, a dot, what happened to it.</summary>
    public string Name { get; }

    public static readonly AuditAction OrganizationCreated = new("organization.created");
    public static readonly AuditAction OrganizationChanged = new("organization.changed");
    public static readonly AuditAction MemberCreated = new("member.created");
    public static readonly AuditAction MemberChanged = new("member.changed");
    public static readonly AuditAction MemberRemoved = new("member.removed");
    public static readonly AuditAction MemberLoggedIn = new("member.logged_in");
    public static readonly AuditAction MemberLoggedOut = new("member.logged_out");
    public static readonly AuditAction UserPoolCreated = new("user_pool.created");
    public static readonly AuditAction UserPoolChanged = new("user_pool.changed");
    public static readonly AuditAction UserPoolRemoved = new("user_pool.removed");
    public static readonly AuditAction SdkClientCreated = new("sdk_client.created");
    public static readonly AuditAction SdkClientChanged = new("sdk_client.changed");
    public static readonly AuditAction SdkClientRemoved = new("sdk_client.removed");
    public static readonly AuditAction ApiKeyCreated = new("api_key.created");
    public static readonly AuditAction ApiKeyChanged = new("api_key.changed");
    public static readonly AuditAction ApiKeyRevoked = new("api_key.revoked");
    public static readonly AuditAction ConnectionCreated = new("connection.created");
    public static readonly AuditAction ConnectionChanged = new("connection.changed");
    public static readonly AuditAction ConnectionRemoved = new("connection.removed");
    public static readonly AuditAction TrustedIssuerCreated = new("trusted_issuer.created");
    public static readonly AuditAction TrustedIssuerChanged = new("trusted_issuer.changed");
    public static readonly AuditAction TrustedIssuerRemoved = new("trusted_issuer.removed");
    public static readonly AuditAction UserCreated = new("user.created");
    public static readonly AuditAction KeyRotated = new("key.rotated");
    public static readonly AuditAction KeyRevoked = new("key.revoked");
    public static readonly AuditAction KeyImported = new("key.imported");
    public static readonly AuditAction KeyPolicyChanged = new("key.policy_changed");
    public static readonly AuditAction KeyRewrapped = new("key.rewrapped");

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<AuditAction> All { get; } =
        [.. typeof(AuditAction).GetFields().Where(field => field.FieldType == typeof(AuditAction)).Select(field => (AuditAction)field.GetValue(null)!)];

    public override string ToString() => Name;
}
