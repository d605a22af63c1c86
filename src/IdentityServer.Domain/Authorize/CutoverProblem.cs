namespace IdentityServer.Domain.Authorize;

/// <summary>Why a token of the provider before begins no session here. For the log alone: outside, the login page looks as always.</summary>
public enum CutoverProblem
{
    None,

    /// <summary>The page that posted it is none of the client's.</summary>
    OriginForeign,

    /// <summary>Nobody owns the pool.</summary>
    OrganizationMissing,

    /// <summary>It is not believed.</summary>
    TokenRefused,

    /// <summary>Its issuer is trusted, but does not lead into this pool.</summary>
    PoolOfOthers,

    /// <summary>The date of the cut-over has passed.</summary>
    Over,

    /// <summary>Somebody else is signed in in this browser.</summary>
    AnotherIsSignedIn,

    /// <summary>The user is signed in already.</summary>
    IsSignedIn,

    /// <summary>The user is disabled or locked.</summary>
    UserHeld,

    /// <summary>It has begun a session before.</summary>
    Spent,
}
