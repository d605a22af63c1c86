namespace IdentityServer.Domain.Pools;

/// <summary>How long the tokens of a hosted pool live.</summary>
public static class AppUserIdTokenTimes
{
    /// <summary>Where none is asked for.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    /// <summary>Nobody gets more.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Both, in a pool with <see cref="UserPool.CompatibleLifetime"/>: half a year, which is 184 days at most.</summary>
    public static readonly TimeSpan Compatible = TimeSpan.FromDays(184);

    public static TimeSpan UsualOf(UserPool pool) => pool.CompatibleLifetime ? Compatible : Usual;

    public static TimeSpan LongestOf(UserPool pool) => pool.CompatibleLifetime ? Compatible : Longest;
}
