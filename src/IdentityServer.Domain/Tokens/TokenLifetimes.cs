namespace IdentityServer.Domain.Tokens;

/// <summary>How long things live. RFC 9700 §2.2, §4.14; FAPI 2.0 wants codes dead after 60 s.</summary>
public static class TokenLifetimes
{
    public static readonly TimeSpan Code = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan AccessToken = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan IdToken = TimeSpan.FromHours(1);

    /// <summary>A person has this long to sign in and agree.</summary>
    public static readonly TimeSpan Transaction = TimeSpan.FromMinutes(30);

    /// <summary>Unused for this long, a refresh token is dead.</summary>
    public static readonly TimeSpan RefreshIdle = TimeSpan.FromDays(14);

    /// <summary>Use does not extend this.</summary>
    public static readonly TimeSpan RefreshAbsolute = TimeSpan.FromDays(90);

    /// <summary>The same refresh token again within this time gets the same successor: a lost answer is not a theft.</summary>
    public static readonly TimeSpan RefreshRetry = TimeSpan.FromSeconds(10);

    /// <summary>Redemptions of a code with a wrong verifier before the code is dead.</summary>
    public const int WrongVerifiers = 5;
}
