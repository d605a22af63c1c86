namespace IdentityServer.Cli;

/// <summary>How serious a finding is.</summary>
internal enum Verdict
{
    Ok,
    Warn,
    Fail,
}

/// <summary>One line of the doctor.</summary>
/// <param name="Next">What to do; null where there is nothing.</param>
internal sealed record Finding(Verdict Verdict, string Check, string Says, string? Next = null);
