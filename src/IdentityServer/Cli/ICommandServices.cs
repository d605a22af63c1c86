namespace IdentityServer.Cli;

/// <summary>What commands work with; nothing is built before a command asks.</summary>
internal interface ICommandServices
{
    /// <summary>The settings as they are, before they are checked and before anything is made.</summary>
    IdpOptions Options { get; }

    /// <summary>Everything, as the server has it, not started.</summary>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    IServiceProvider Build();

    /// <summary>As <see cref="Build"/>, to look at a database that is there: nothing is made and nothing is migrated.</summary>
    /// <exception cref="StartupException">A setting is wrong, or the database is missing, away or not migrated.</exception>
    ValueTask<IServiceProvider> ReadAsync(CancellationToken ct);

    /// <summary>As <see cref="Build"/>, to change what is there: the database has our schema, and gets it where the server would give it.</summary>
    /// <exception cref="StartupException">A setting is wrong, the master key is missing, or the database is missing, away or not migrated.</exception>
    ValueTask<IServiceProvider> WriteAsync(CancellationToken ct);

    /// <summary>As <see cref="WriteAsync"/>, for what may come before the first start: a missing master key is made, and a missing database.</summary>
    /// <exception cref="StartupException">A setting is wrong, or the database is away or not migrated.</exception>
    ValueTask<IServiceProvider> WriteFirstAsync(CancellationToken ct);
}
