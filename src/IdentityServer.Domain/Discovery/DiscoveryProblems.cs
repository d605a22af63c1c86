namespace IdentityServer.Domain.Discovery;

/// <summary>What people are told about a <see cref="DiscoveryProblem"/>: what happened, why, what to do next. Nothing of what was read is in it.</summary>
public static class DiscoveryProblems
{
    /// <summary>A stable name for programs.</summary>
    public static string Code(DiscoveryProblem problem) => problem switch
    {
        DiscoveryProblem.UrlForbidden or DiscoveryProblem.AddressForbidden => "discovery_address_forbidden",
        DiscoveryProblem.Unreachable => "discovery_unreachable",
        DiscoveryProblem.CertificateInvalid => "discovery_certificate",
        DiscoveryProblem.TimedOut => "discovery_timed_out",
        DiscoveryProblem.Redirected => "discovery_redirected",
        DiscoveryProblem.Compressed => "discovery_compressed",
        DiscoveryProblem.TooLarge => "discovery_too_large",
        DiscoveryProblem.NotFound => "discovery_not_found",
        DiscoveryProblem.StatusWrong => "discovery_status",
        DiscoveryProblem.HtmlPage => "discovery_html",
        DiscoveryProblem.NotJson => "discovery_not_json",
        DiscoveryProblem.IssuerDiffers => "discovery_issuer_differs",
        _ => "discovery_malformed",
    };

    public static string Sentence(DiscoveryProblem problem) => problem switch
    {
        DiscoveryProblem.UrlForbidden => "The issuer's address is of a kind that is not called: write https, port 443 or 8443, a public host, no user and no fragment.",
        DiscoveryProblem.AddressForbidden => "The issuer's host has a private, local or reserved address, which is not called: use a public one; an exception has to be listed by the operator of this server in Idp:Egress:AllowedHosts.",
        DiscoveryProblem.Unreachable => "No connection to the issuer could be made, or it broke: check the host name, and that the server is up and reachable from the internet.",
        DiscoveryProblem.CertificateInvalid => "The issuer's TLS certificate is not trusted, has expired, or is for another name: renew it, or send the whole chain; a private authority has to be named by the operator of this server in Idp:Egress:ExtraCaFile.",
        DiscoveryProblem.TimedOut => "The issuer did not answer within 5 seconds, so the attempt was given up: check that it answers quickly from outside your network.",
        DiscoveryProblem.Redirected => "The issuer's discovery document answers with a redirect, and redirects are not followed: write the issuer as its tokens have it.",
        DiscoveryProblem.Compressed => "The issuer answers compressed although plain bytes were asked for: have its server obey Accept-Encoding: identity.",
        DiscoveryProblem.TooLarge => "The answer at the issuer's discovery address is larger than 1 MiB, which no such document is: check the issuer.",
        DiscoveryProblem.NotFound => "There is no discovery document below the issuer (404 or 410 at /.well-known/openid-configuration): check its spelling; for an issuer without discovery give the address of its keys as jwksUri.",
        DiscoveryProblem.StatusWrong => "The issuer's discovery address answers with an error: check that server's own log, then try again.",
        DiscoveryProblem.HtmlPage => "At the issuer's discovery address is a web page (HTML) and no discovery document: write the issuer as its tokens have it in iss.",
        DiscoveryProblem.NotJson => "The issuer's discovery document is not a JSON object, or a member stands twice in it: open the address in a browser and compare it with Discovery 1.0 section 3.",
        DiscoveryProblem.IssuerDiffers => "The discovery document names another issuer than the one that was asked, so it is not believed: write the issuer exactly as it stands there and in iss, slash for slash.",
        _ => "The discovery document lacks an address that is needed, or has one that is not called: each has to be an absolute https URL.",
    };
}
