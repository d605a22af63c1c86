namespace IdentityServer.Domain.RemoteKeys;

/// <summary>Why there are no keys to be had from a JWK set. What people are told stands in <see cref="JwksProblems"/>.</summary>
public enum JwksProblem
{
    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>No whole answer in time.</summary>
    TimedOut,

    /// <summary>No trusted, valid certificate for that name: RFC 9110 §4.3.4.</summary>
    CertificateInvalid,

    /// <summary>The name leads to an address that we do not call.</summary>
    AddressForbidden,

    /// <summary>The URL is one that we do not call.</summary>
    UrlForbidden,

    /// <summary>A redirect, which is not followed.</summary>
    Redirected,

    /// <summary>401 or 403.</summary>
    NotPublic,

    /// <summary>404 or 410.</summary>
    NotFound,

    /// <summary>Any other status that is not 2xx.</summary>
    StatusWrong,

    /// <summary>Compressed, although we asked for it plain.</summary>
    Compressed,

    /// <summary>More than <see cref="Jose.JwkSet.MaxLength"/> bytes.</summary>
    TooLarge,

    /// <summary>A page for people.</summary>
    HtmlPage,

    /// <summary>Not a JSON object, or one with a member twice: RFC 7517 §5.</summary>
    NotJson,

    /// <summary>An object without an array <c>keys</c>: RFC 7517 §5.1.</summary>
    NoKeysMember,

    /// <summary>An array without keys.</summary>
    Empty,

    /// <summary>Keys, and none that any of our algorithms verifies with.</summary>
    NoUsableKey,

    /// <summary>A private key or a shared secret among them: RFC 7517 §9.2.</summary>
    PrivateKeyInside,

    /// <summary>More than <see cref="Jose.JwkSet.MaxKeys"/> keys.</summary>
    TooManyKeys,
}
