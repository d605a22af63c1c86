using IdentityServer;

try
{
    var app = ServerHost.Build(args);
    await app.RunAsync();
    return Environment.ExitCode;
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
