using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>What the reader, the verifier and the reader of keys say, in the words of this slice.</summary>
public static class FlawTable
{
    public static TokenFlaw Of(JwtProblem problem) => problem switch
    {
        JwtProblem.TooLarge => TokenFlaw.TokenTooLarge,
        JwtProblem.NotThreeParts => TokenFlaw.NotAJwt,
        JwtProblem.Encrypted => TokenFlaw.TokenEncrypted,
        JwtProblem.NotBase64Url => TokenFlaw.NotBase64Url,
        JwtProblem.NotJson => TokenFlaw.NotJson,
        JwtProblem.DuplicateMember => TokenFlaw.DuplicateMember,
        JwtProblem.AlgorithmMissing => TokenFlaw.AlgMissing,
        JwtProblem.AlgorithmNone => TokenFlaw.AlgNone,
        JwtProblem.AlgorithmSymmetric => TokenFlaw.AlgSymmetric,
        JwtProblem.AlgorithmMalformed or JwtProblem.AlgorithmUnknown => TokenFlaw.AlgUnknown,
        JwtProblem.AlgorithmNotAllowed => TokenFlaw.AlgNotAllowed,
        JwtProblem.CriticalHeader or JwtProblem.UnencodedPayload => TokenFlaw.CriticalHeader,
        JwtProblem.KidMalformed => TokenFlaw.KidMalformed,
        JwtProblem.TypMalformed or JwtProblem.TypWrong => TokenFlaw.KindWrong,
        JwtProblem.SignatureMissing => TokenFlaw.SignatureMissing,
        JwtProblem.KeyUnknown => TokenFlaw.KidUnknown,
        JwtProblem.KeyUnfit => TokenFlaw.AlgKeyMismatch,
        JwtProblem.SignatureWrong => TokenFlaw.SignatureWrong,
        JwtProblem.IssuerMissing => TokenFlaw.IssuerMissing,
        JwtProblem.IssuerWrong => TokenFlaw.IssuerWrong,
        JwtProblem.AudienceMissing => TokenFlaw.AudienceMissing,
        JwtProblem.AudienceWrong => TokenFlaw.AudienceWrong,
        JwtProblem.ExpMissing => TokenFlaw.ExpMissing,
        JwtProblem.ExpMalformed => TokenFlaw.ExpMalformed,
        JwtProblem.Expired => TokenFlaw.Expired,
        JwtProblem.NbfMalformed => TokenFlaw.NbfMalformed,
        JwtProblem.NotYetValid => TokenFlaw.NotYetValid,
        JwtProblem.IatMissing => TokenFlaw.IatMissing,
        JwtProblem.IatMalformed => TokenFlaw.IatMalformed,
        JwtProblem.IssuedInFuture => TokenFlaw.IssuedInTheFuture,
        JwtProblem.LifetimeTooLong => TokenFlaw.LifetimeTooLong,
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "This is no problem of a token."),
    };

    public static TokenFlaw Of(JwksProblem problem) => problem switch
    {
        JwksProblem.Unreachable => TokenFlaw.JwksUnreachable,
        JwksProblem.TimedOut => TokenFlaw.JwksTimedOut,
        JwksProblem.CertificateInvalid => TokenFlaw.JwksCertificate,
        JwksProblem.AddressForbidden or JwksProblem.UrlForbidden => TokenFlaw.JwksAddressForbidden,
        JwksProblem.Redirected => TokenFlaw.JwksRedirected,
        JwksProblem.NotPublic => TokenFlaw.JwksNotPublic,
        JwksProblem.NotFound => TokenFlaw.JwksNotFound,
        JwksProblem.StatusWrong => TokenFlaw.JwksStatus,
        JwksProblem.Compressed => TokenFlaw.JwksCompressed,
        JwksProblem.TooLarge or JwksProblem.TooManyKeys => TokenFlaw.JwksTooLarge,
        JwksProblem.HtmlPage => TokenFlaw.JwksHtml,
        JwksProblem.NotJson => TokenFlaw.JwksNotJson,
        JwksProblem.NoKeysMember => TokenFlaw.JwksMalformed,
        JwksProblem.Empty => TokenFlaw.JwksEmpty,
        JwksProblem.NoUsableKey => TokenFlaw.JwksNoUsableKey,
        JwksProblem.PrivateKeyInside => TokenFlaw.JwksPrivateKey,
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "This is no problem of a JWK set."),
    };

    public static TokenFlaw Of(JwkProblem problem) => problem switch
    {
        JwkProblem.TooLarge or JwkProblem.TooManyKeys => TokenFlaw.JwksTooLarge,
        JwkProblem.NotJson => TokenFlaw.JwksNotJson,
        JwkProblem.DuplicateMember or JwkProblem.KeysMissing => TokenFlaw.JwksMalformed,
        JwkProblem.AlgorithmMismatch => TokenFlaw.AlgKeyMismatch,
        JwkProblem.AlgorithmUnavailable => TokenFlaw.AlgNotAllowed,
        JwkProblem.TooWeak => TokenFlaw.KeyTooWeak,
        JwkProblem.KeyTypeSymmetric => TokenFlaw.JwksPrivateKey,
        JwkProblem.KeyTypeMissing or JwkProblem.KeyTypeUnknown or JwkProblem.CurveUnknown or JwkProblem.MemberMissing
            or JwkProblem.MemberMalformed or JwkProblem.UseUnfit or JwkProblem.OperationsUnfit or JwkProblem.TooDear
            or JwkProblem.NotAKey => TokenFlaw.KeyUnusable,
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "This is no problem of a key."),
    };
}
