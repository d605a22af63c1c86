using System.Collections.Frozen;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>What the reader, the verifier, the reader of keys and that of discovery documents say, in the words of this slice.</summary>
public static class TrustedFlawTable
{
    const string NoKeys = "The keys of the issuer cannot be had, so nothing of it is believed.";
    const string NoDocument = "The discovery document of the issuer cannot be used, so nobody knows where its keys are.";

    static readonly FrozenDictionary<JwksProblem, TrustedFlaw> OfKeys =
        Enum.GetValues<JwksProblem>().ToFrozenDictionary(problem => problem, problem => new TrustedFlaw(JwksProblems.Code(problem), NoKeys, JwksProblems.Sentence(problem)));

    static readonly FrozenDictionary<DiscoveryProblem, TrustedFlaw> OfDocuments =
        Enum.GetValues<DiscoveryProblem>().ToFrozenDictionary(problem => problem, problem => new TrustedFlaw(DiscoveryProblems.Code(problem), NoDocument, DiscoveryProblems.Sentence(problem)));

    public static TrustedFlaw Of(JwksProblem problem) => OfKeys[problem];

    public static TrustedFlaw Of(DiscoveryProblem problem) => OfDocuments[problem];

    public static TrustedFlaw Of(JwtProblem problem) => problem switch
    {
        JwtProblem.TooLarge => TrustedFlaw.TokenTooLarge,
        JwtProblem.NotThreeParts => TrustedFlaw.NotAJwt,
        JwtProblem.Encrypted => TrustedFlaw.TokenEncrypted,
        JwtProblem.NotBase64Url => TrustedFlaw.NotBase64Url,
        JwtProblem.NotJson => TrustedFlaw.NotJson,
        JwtProblem.DuplicateMember => TrustedFlaw.DuplicateMember,
        JwtProblem.AlgorithmMissing => TrustedFlaw.AlgMissing,
        JwtProblem.AlgorithmNone => TrustedFlaw.AlgNone,
        JwtProblem.AlgorithmSymmetric => TrustedFlaw.AlgSymmetric,
        JwtProblem.AlgorithmMalformed or JwtProblem.AlgorithmUnknown or JwtProblem.AlgorithmNotAllowed => TrustedFlaw.AlgUnknown,
        JwtProblem.CriticalHeader or JwtProblem.UnencodedPayload => TrustedFlaw.CriticalHeader,
        JwtProblem.KidMalformed => TrustedFlaw.KidMalformed,
        JwtProblem.TypMalformed or JwtProblem.TypWrong => TrustedFlaw.KindWrong,
        JwtProblem.SignatureMissing => TrustedFlaw.SignatureMissing,
        JwtProblem.KeyUnknown => TrustedFlaw.KidUnknown,
        JwtProblem.KeyUnfit => TrustedFlaw.AlgKeyMismatch,
        JwtProblem.SignatureWrong => TrustedFlaw.SignatureWrong,
        JwtProblem.IssuerMissing => TrustedFlaw.IssuerMissing,
        JwtProblem.IssuerWrong => TrustedFlaw.IssuerUntrusted,
        JwtProblem.AudienceMissing or JwtProblem.AudienceWrong => TrustedFlaw.AudienceWrong,
        JwtProblem.ExpMissing => TrustedFlaw.ExpMissing,
        JwtProblem.ExpMalformed => TrustedFlaw.ExpMalformed,
        JwtProblem.Expired => TrustedFlaw.Expired,
        JwtProblem.NbfMalformed => TrustedFlaw.NbfMalformed,
        JwtProblem.NotYetValid => TrustedFlaw.NotYetValid,
        JwtProblem.IatMissing => TrustedFlaw.IatMissing,
        JwtProblem.IatMalformed => TrustedFlaw.IatMalformed,
        JwtProblem.IssuedInFuture => TrustedFlaw.IssuedInTheFuture,
        JwtProblem.LifetimeTooLong => TrustedFlaw.LifetimeTooLong,
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "This is no problem of a token."),
    };
}
