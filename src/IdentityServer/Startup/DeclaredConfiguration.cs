using System.Text;
using IdentityServer.Demo;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Configuration;
using Microsoft.Extensions.Options;

namespace IdentityServer.Startup;

/// <summary>Brings the database to what the declarative file says, and in Development to what the demo needs.</summary>
internal sealed partial class DeclaredConfiguration(IOptions<IdpOptions> options, DemoShop demo, Reconciler reconciler, ILogger<DeclaredConfiguration> log)
{
    /// <summary>The file, or null where none is named.</summary>
    /// <exception cref="StartupException">It cannot be read; the message names the key, the file and every problem in it.</exception>
    public static Declaration? Read(IdpOptions options)
    {
        if (options.Configuration.File is not { Length: > 0 } file) return null;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Idp:Configuration:File names {Path.GetFullPath(file)}, which cannot be read: {unreadable.Message}", unreadable);
        }
        var reading = DeclarationReader.Read(bytes);
        if (reading.IsValid) return reading.Declaration;
        var message = new StringBuilder($"Idp:Configuration:File names {Path.GetFullPath(file)}, which has problems:");
        foreach (var problem in reading.Problems) message.Append("\n  ").Append(problem);
        throw new StartupException(message.ToString());
    }

    public async Task ApplyAsync(CancellationToken ct)
    {
        if (Read(options.Value) is { } declared) await ApplyAsync(declared, ct);
        if (demo.IsEnabled) await ApplyAsync(demo.Declare(options.Value.Issuer), ct);
    }

    async Task ApplyAsync(Declaration declaration, CancellationToken ct)
    {
        foreach (var change in await reconciler.ApplyAsync(declaration, Actors.System, ct)) Applied(change);
    }

    [LoggerMessage(EventId = 1221, Level = LogLevel.Information, Message = "Configuration: {Change}")]
    partial void Applied(Change change);
}
