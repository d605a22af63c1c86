namespace IdentityServer.Domain.Organizations;

/// <summary>A team that uses the product; it owns members, pools and clients.</summary>
public sealed class Organization
{
    /// <summary>A UUID in text form.</summary>
    public required string Id { get; init; }

    /// <summary>Unique; what the declarative file names it by.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first one of an installation owns it: its Admins look after what all organizations share.</summary>
    public bool IsOwner { get; init; }

    public string? LogoUrl { get; init; }

    /// <summary>A new one with every change: RFC 9110 §8.8.3.</summary>
    public string Version { get; init; } = "";
}
