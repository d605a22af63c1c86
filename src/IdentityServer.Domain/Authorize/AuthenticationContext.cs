namespace IdentityServer.Domain.Authorize;

/// <summary>How sure we are of who signed in: the <c>acr</c> and <c>amr</c> values in use. OIDC Core §2, RFC 8176 §2.</summary>
public static class AuthenticationContext
{
    /// <summary>acr: a password.</summary>
    public const string Password = "urn:idp:acr:password";

    /// <summary>amr: a password.</summary>
    public const string AmrPassword = "pwd";

    public static readonly IReadOnlyList<string> Supported = [Password];
}
