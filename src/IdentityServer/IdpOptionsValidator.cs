using System.Net;
using System.Text;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Egress;
using IdentityServer.Jobs;
using Microsoft.Extensions.Options;

namespace IdentityServer;

/// <summary>Each problem names its key, says what is wrong, and what to write instead.</summary>
internal sealed class IdpOptionsValidator(IHostEnvironment environment) : IValidateOptions<IdpOptions>
{
    static readonly string[] Providers = ["Sqlite", "SqlServer", "PostgreSql"];

    public ValidateOptionsResult Validate(string? name, IdpOptions options)
    {
        List<string> problems = [];
        if (IssuerProblem(options.Issuer) is { } issuer) problems.Add("Idp:Issuer " + issuer);
        if (!Providers.Contains(options.Database.Provider))
            problems.Add($"Idp:Database:Provider is '{options.Database.Provider}'; use Sqlite, SqlServer or PostgreSql.");
        else if (options.Database.Provider != "Sqlite" && string.IsNullOrWhiteSpace(options.Database.ConnectionString))
            problems.Add($"Idp:Database:ConnectionString is missing; {options.Database.Provider} needs one.");
        if (string.IsNullOrWhiteSpace(options.DataDirectory)) problems.Add("Idp:DataDirectory must not be empty.");
        if (options.Keys.MasterKey is { } key && !IsMasterKey(key))
            problems.Add("Idp:Keys:MasterKey must be 32 bytes in base64, or several such keys with blanks between them; make one with: openssl rand -base64 32");
        if (options.Keys.MasterKeyCommand is { } command && string.IsNullOrWhiteSpace(command))
            problems.Add("Idp:Keys:MasterKeyCommand must not be blank; write a command that prints the master key in base64, or leave the setting out.");
        if (options.Keys is { MasterKey: not null, MasterKeyCommand: not null })
            problems.Add("Idp:Keys:MasterKey and Idp:Keys:MasterKeyCommand are both set; keep one of them.");
        problems.AddRange(RotationProblems(options.Keys));
        if (options.Configuration.File is { Length: > 0 } file && !File.Exists(file))
            problems.Add($"Idp:Configuration:File names '{Path.GetFullPath(file)}', and there is no such file.");
        foreach (var network in options.Proxy.KnownNetworks)
            if (!IPNetwork.TryParse(network, out _)) problems.Add($"Idp:Proxy:KnownNetworks has '{network}'; write a network such as 10.0.0.0/8.");
        if (!AllowedHosts.TryParse(options.Egress.AllowedHosts, out _, out var wrong))
            problems.Add($"Idp:Egress:AllowedHosts has '{wrong}'; write a host and its port such as idp.corp.example:8443, or [::1]:8080.");
        if (!TrustedRoots.TryLoad(options.Egress.ExtraCaFile, out _, out var unreadable))
            problems.Add($"Idp:Egress:ExtraCaFile names '{options.Egress.ExtraCaFile}', and {unreadable}. Write the path of a file of PEM certificates, or leave the setting out.");
        if (options.Telemetry.OtlpEndpoint is { Length: > 0 } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var otlp) && otlp.Scheme is "http" or "https"))
            problems.Add($"Idp:Telemetry:OtlpEndpoint is '{endpoint}'; write a URL such as http://collector:4317.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    static IEnumerable<string> RotationProblems(IdpOptions.KeysOptions keys)
    {
        var pause = TimeSpan.FromHours(1);
        // The schedule that nearly everybody has is known to be sound, and the scheduler need not be loaded to say so.
        if (keys.Schedule != RotationPolicies.DefaultSchedule)
        {
            if (CronExpressions.Problem(keys.Schedule) is { } cron)
            {
                yield return $"Idp:Keys:Schedule: {cron}";
                yield break;
            }
            pause = CronExpressions.LongestGap(keys.Schedule, TimeProvider.System.GetUtcNow());
        }
        var policy = new RotationPolicies(keys.RotationInterval, keys.AnnounceBefore, keys.Schedule).For(PoolId.Default, [])[0];
        if (policy.Problem(pause) is { } problem)
            yield return $"Idp:Keys:RotationInterval, Idp:Keys:AnnounceBefore and Idp:Keys:Schedule make a policy that {problem}";
    }

    /// <summary>OIDC Discovery §3: https, no query, no fragment; here also no trailing slash, so that there is one spelling.</summary>
    string? IssuerProblem(string issuer)
    {
        if (issuer.Length == 0)
        {
            return environment.IsDevelopment()
                ? "must not be empty."
                : "is required: set it to the public https URL of this server, for example https://login.example.com (environment: Idp__Issuer).";
        }
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            return $"is '{issuer}'; write an absolute URL such as https://login.example.com.";
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0) return "must have no query, fragment or user part.";
        if (issuer.EndsWith('/')) return $"must not end with a slash; write {issuer.TrimEnd('/')}.";
        if (uri.AbsolutePath != "/") return "must have no path: the endpoints live at the root of their host.";
        if (uri.GetLeftPart(UriPartial.Authority) != issuer) return $"is not in its canonical form; write {uri.GetLeftPart(UriPartial.Authority)}.";
        if (uri.Scheme == "http" && !uri.IsLoopback) return $"is '{issuer}'; it must use https unless the host is loopback.";
        return null;
    }

    static bool IsMasterKey(string text)
    {
        var isOne = MasterKey.TryReadAll(Encoding.UTF8.GetBytes(text), out var keys);
        foreach (var key in keys) key.Dispose();
        return isOne;
    }
}
