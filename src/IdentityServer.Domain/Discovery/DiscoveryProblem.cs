namespace IdentityServer.Domain.Discovery;

/// <summary>Why an issuer's discovery document cannot be used.</summary>
public enum DiscoveryProblem
{
    /// <summary>It is of a kind that we do not call.</summary>
    UrlForbidden,

    /// <summary>The name leads to an address that we do not call.</summary>
    AddressForbidden,
    Unreachable,
    CertificateInvalid,
    TimedOut,
    Redirected,
    Compressed,
    TooLarge,

    /// <summary>404 or 410: there is no document at the issuer's well-known address. Discovery §4.</summary>
    NotFound,

    /// <summary>Any other status than 200.</summary>
    StatusWrong,
    HtmlPage,

    /// <summary>No JSON object, or a member stands twice in it.</summary>
    NotJson,

    /// <summary>It names another issuer than the one asked: Discovery §4.3, RFC 8414 §3.3.</summary>
    IssuerDiffers,

    /// <summary>An endpoint is missing that is needed, or is no URL that we call.</summary>
    EndpointMalformed,
}
