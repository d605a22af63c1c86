namespace IdentityServer.Domain.RemoteKeys;

/// <summary>What people are told about a <see cref="JwksProblem"/>: what happened, why, what to do next. Nothing of what was read is in it.</summary>
public static class JwksProblems
{
    /// <summary>A stable name for programs.</summary>
    public static string Code(JwksProblem problem) => problem switch
    {
        JwksProblem.Unreachable => "jwks_unreachable",
        JwksProblem.TimedOut => "jwks_timed_out",
        JwksProblem.CertificateInvalid => "jwks_certificate",
        JwksProblem.AddressForbidden => "jwks_address_forbidden",
        JwksProblem.UrlForbidden => "jwks_address_forbidden",
        JwksProblem.Redirected => "jwks_redirected",
        JwksProblem.NotPublic => "jwks_not_public",
        JwksProblem.NotFound => "jwks_not_found",
        JwksProblem.StatusWrong => "jwks_status",
        JwksProblem.Compressed => "jwks_compressed",
        JwksProblem.TooLarge => "jwks_too_large",
        JwksProblem.HtmlPage => "jwks_html",
        JwksProblem.NotJson => "jwks_not_json",
        JwksProblem.NoKeysMember => "jwks_malformed",
        JwksProblem.Empty => "jwks_empty",
        JwksProblem.NoUsableKey => "jwks_no_usable_key",
        JwksProblem.PrivateKeyInside => "jwks_private_key",
        _ => "jwks_too_large",
    };

    public static string Sentence(JwksProblem problem) => problem switch
    {
        JwksProblem.Unreachable => "No connection to the JWKS URL could be made, or it broke: check the host name, and that the server is up and reachable from the internet.",
        JwksProblem.TimedOut => "The JWKS URL did not answer within 5 seconds, so the attempt was given up: check that it answers quickly from outside your network.",
        JwksProblem.CertificateInvalid => "The TLS certificate of the JWKS URL is not trusted, has expired, or is for another name: renew it, or send the whole chain; a private authority has to be named by the operator of this server in Idp:Egress:ExtraCaFile.",
        JwksProblem.AddressForbidden => "The host of the JWKS URL has a private, local or reserved address, which is not called: use a public one; an exception has to be listed by the operator of this server in Idp:Egress:AllowedHosts.",
        JwksProblem.UrlForbidden => "The JWKS URL is of a kind that is not called: write https, port 443 or 8443, a public host, no user and no fragment.",
        JwksProblem.Redirected => "The JWKS URL answers with a redirect, and redirects are not followed: write the address that it leads to.",
        JwksProblem.NotPublic => "The JWKS URL asks for a sign-in (401 or 403), and the keys have to be public: allow anonymous reading of it.",
        JwksProblem.NotFound => "There is nothing at the JWKS URL (404 or 410): check its path; discovery names it as jwks_uri.",
        JwksProblem.StatusWrong => "The JWKS URL answers with an error: check that server's own log, then try again.",
        JwksProblem.Compressed => "The JWKS URL answers compressed although plain bytes were asked for: have its server obey Accept-Encoding: identity.",
        JwksProblem.TooLarge => "The answer of the JWKS URL is larger than 1 MiB, which no JWK set is: check that the URL names the JWK set.",
        JwksProblem.HtmlPage => "That is a web page (HTML) and no JWK set: use the address of the JSON document, which discovery names as jwks_uri.",
        JwksProblem.NotJson => "That is not a JSON object, or a member stands twice in it, so no keys can be read from it: a JWK set looks like {\"keys\":[…]}.",
        JwksProblem.NoKeysMember => "The JSON has no array \"keys\", so it is no JWK set: discovery names the set as jwks_uri, and a single key is written {\"keys\":[…]}.",
        JwksProblem.Empty => "The JWK set has no keys in it, so nothing can be verified with it: publish at least one public key.",
        JwksProblem.NoUsableKey => "None of the keys in the JWK set can be used: publish an RSA key of 2048 to 8192 bits, an EC key on P-256, P-384 or P-521, or an Ed25519 key, with \"use\":\"sig\" or no use.",
        JwksProblem.PrivateKeyInside => "The JWK set holds a private key or a shared secret: take it out, replace that key everywhere, for whoever has read it can sign, and publish the public members alone.",
        _ => "The JWK set has more than 100 keys, which is more than is looked through: publish those alone that still sign or whose tokens still live.",
    };
}
