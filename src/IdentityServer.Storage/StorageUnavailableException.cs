namespace IdentityServer.Storage;

/// <summary>The database cannot be reached, or cannot write just now. Nothing is known to be wrong with the request: 503.</summary>
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException() : this("The database is unavailable.") { }

    public StorageUnavailableException(string message) : base(message) { }

    public StorageUnavailableException(string message, Exception inner) : base(message, inner) { }

    internal static StorageUnavailableException Because(Exception inner) => new("The database is unavailable.", inner);
}
