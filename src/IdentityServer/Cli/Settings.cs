namespace IdentityServer.Cli;

/// <summary>
/// Tells settings from commands. Those of the host are keys with a colon, such as <c>--Idp:Issuer=…</c>, and the few
/// names that ASP.NET Core itself reads; they may stand anywhere, and the command never sees them.
/// </summary>
internal static class Settings
{
    static readonly string[] OfTheHost = ["urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "webroot"];

    public static (string[] Command, string[] Settings) Split(IReadOnlyList<string> args)
    {
        // Nothing but keys with their values: the server, started the way any ASP.NET Core application is.
        if (args.All(arg => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal))) return ([], [.. args]);
        List<string> command = [], settings = [];
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i])) command.Add(args[i]);
            else if (args[i].Contains('=', StringComparison.Ordinal)) settings.Add(args[i]);
            else
            {
                settings.Add(args[i]);
                if (i + 1 < args.Count) settings.Add(args[++i]);
            }
        }
        return ([.. command], [.. settings]);
    }

    /// <summary>The same line without what stands behind words that start with <c>--</c> and are not known.</summary>
    public static string[] WithoutValues(IReadOnlyList<string> args, IReadOnlyList<string> unknown)
    {
        List<string> kept = [];
        for (var i = 0; i < args.Count; i++)
        {
            if (!unknown.Contains(args[i])) kept.Add(args[i]);
            else if (args[i].StartsWith("--", StringComparison.Ordinal)) kept.Add(args[i].Split('=')[0]);
            else if (i == 0 || !(unknown.Contains(args[i - 1]) && args[i - 1].StartsWith("--", StringComparison.Ordinal))) kept.Add(args[i]);
        }
        return [.. kept];
    }

    static bool IsSetting(string arg)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal)) return false;
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        var key = arg[2..(equals < 0 ? arg.Length : equals)];
        return key.Contains(':', StringComparison.Ordinal) || OfTheHost.Contains(key, StringComparer.OrdinalIgnoreCase);
    }
}
