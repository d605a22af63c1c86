namespace IdentityServer.Domain.Authorize;

/// <summary>How sure we are of who signed in: the <c>acr</c> and <c>amr</c> values in use. OIDC Core §2, RFC 8176 §2.</summary>
public static class AuthenticationContext
{
    /// <summary>acr: a password.</summary>
    public const string Password = "urn:idp:acr:password";

    /// <summary>amr: a password.</summary>
    public const string AmrPassword = "pwd";

    /// <summary>
    /// amr: somebody else's provider says so. RFC 8176 §2 registers nothing for that and leaves other values to those who use them;
    /// this one is what relying parties already know from elsewhere. What the provider itself has seen is its own word, not ours.
    /// </summary>
    public const string AmrFederated = "fed";

    public static readonly IReadOnlyList<string> Supported = [Password];

    /// <summary>The acr that a session's <c>amr</c> values amount to; null where we cannot vouch for any.</summary>
    public static string? AcrOf(string amr)
    {
        foreach (var method in amr.AsSpan().Split(' '))
            if (amr.AsSpan()[method] is AmrPassword) return Password;
        return null;
    }
}
