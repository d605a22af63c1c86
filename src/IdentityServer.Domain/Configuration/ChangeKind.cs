namespace IdentityServer.Domain.Configuration;

/// <summary>What reconciling does with one thing.</summary>
public enum ChangeKind
{
    Add,
    Update,
    Remove,

    /// <summary>The file asks for it and it is not done; the details say why.</summary>
    Ignored,
}
