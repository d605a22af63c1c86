namespace IdentityServer;

/// <summary>The server cannot start; the message tells the operator what is wrong and what to do. Never a stack trace.</summary>
internal sealed class StartupException : Exception
{
    public StartupException(string message) : base(message) { }

    public StartupException(string message, Exception inner) : base(message, inner) { }

    public StartupException() { }
}
