namespace IdentityServer.Domain.Keys;

/// <summary>What a signing key does now. A key moves down this list and never up.</summary>
public enum KeyState
{
    /// <summary>Public, and signs nothing yet.</summary>
    Announced,

    /// <summary>Signs.</summary>
    Active,

    /// <summary>Public for the tokens it has signed; its private half is destroyed.</summary>
    Retired,

    /// <summary>No longer public; it still tells our old ID tokens from forged ones.</summary>
    Withdrawn,

    /// <summary>Taken away in an emergency: nothing that it signed counts.</summary>
    Revoked,
}
