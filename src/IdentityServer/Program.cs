using IdentityServer;
using IdentityServer.Cli;

try
{
    return await CommandLine.RunAsync(args, ServeAsync, ServerHost.Build, Console.Out, Console.Error, CancellationToken.None);
}
catch (StartupException wrong)
{
    await Console.Error.WriteLineAsync($"idp cannot start:\n{wrong.Message}");
    return 1;
}
catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"idp cannot start:\n{taken.Message} Stop what listens there, or set ASPNETCORE_URLS to another address.");
    return 1;
}

static async Task<int> ServeAsync(string[] settings, CancellationToken ct)
{
    await ServerHost.Build(settings).RunAsync(ct);
    return Environment.ExitCode;
}
