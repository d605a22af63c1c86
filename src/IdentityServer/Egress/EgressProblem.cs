namespace IdentityServer.Egress;

/// <summary>Why a call has no answer; also the value of a metric's tag.</summary>
internal enum EgressProblem
{
    /// <summary>It is of a kind that we do not call.</summary>
    UrlForbidden,

    /// <summary>The name leads to an address that we do not call.</summary>
    AddressForbidden,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>The certificate is not trusted, not valid now, or not for this name.</summary>
    CertificateInvalid,

    /// <summary>No whole answer in time, waiting for our own turn included.</summary>
    TimedOut,

    /// <summary>A redirect.</summary>
    Redirected,

    /// <summary>Compressed, although we asked for it plain.</summary>
    Compressed,

    /// <summary>A head or a body beyond what we read.</summary>
    TooLarge,
}
