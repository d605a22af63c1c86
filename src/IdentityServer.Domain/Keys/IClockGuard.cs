namespace IdentityServer.Domain.Keys;

/// <summary>Whether this machine's clock agrees with the database's, which is the same for all nodes.</summary>
public interface IClockGuard
{
    /// <summary>How wrong it is and what to do, for the operator; null where it is right, or where nobody can tell.</summary>
    string? Problem { get; }
}
