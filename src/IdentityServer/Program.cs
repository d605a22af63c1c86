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
