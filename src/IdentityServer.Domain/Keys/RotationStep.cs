namespace IdentityServer.Domain.Keys;

/// <summary>One step of a key's life.</summary>
public enum RotationAction
{
    /// <summary>A key is made and stored, and thereby public.</summary>
    Create,

    /// <summary>It is written down since when it is public.</summary>
    Announce,

    /// <summary>It begins to sign; the one before stops, and its private half is destroyed.</summary>
    Activate,

    /// <summary>It leaves the JWK set.</summary>
    Withdraw,

    /// <summary>Its row goes.</summary>
    Forget,
}

/// <summary>A step that is due, or was taken.</summary>
/// <param name="Kid">Null for <see cref="RotationAction.Create"/>, until the key is there.</param>
public sealed record RotationStep(RotationAction Action, string Algorithm, string? Kid);
