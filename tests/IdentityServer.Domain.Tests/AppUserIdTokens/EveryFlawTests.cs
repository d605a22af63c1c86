using System.Security.Cryptography;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

/// <summary>Every flaw of the catalogue is found in a real token, set or request; none is there that nobody meets.</summary>
public sealed class EveryFlawTests
{
    readonly TokenWorld world = new();

    Task<TokenFlaw?> Of(string token) => world.FlawAsync(world.Inline, token);

    Task<TokenFlaw?> OfHosted(string payload, SigningCredential? key = null, string typ = "JWT") => world.FlawAsync(world.Hosted, Signed(payload, key ?? HostedKey, typ));

    Task<TokenFlaw?> OfHeader(string header) => Of(Raw(header, Claims(), Rsa));

    /// <summary>With a set of other keys.</summary>
    Task<TokenFlaw?> OfSet(string jwks) => world.FlawAsync(world.Change(world.Inline, new() { Jwks = jwks }), Signed(Claims()));

    Task<TokenFlaw?> OfPinned(TokenSource source, string payload) =>
        world.FlawAsync(world.Change(world.Inline, source with { Jwks = world.Inline.Authorization!.Jwks }), Signed(payload));

    async Task<TokenFlaw?> OfRemote(TokenFlaw flaw)
    {
        world.RemoteKeys.Answer = new(null, flaw);
        return await world.FlawAsync(world.Remote, Signed(Claims()));
    }

    async Task<TokenFlaw?> OfRequest(string? client, UserPool? pool) =>
        (await world.Verifier.VerifyAsync(Acme, client is null ? null : new(client), pool?.Id, Signed(Claims()), Ct)).Flaw;

    async Task<TokenFlaw?> Explained(string jwks, string token) =>
        (await world.Explainer.ExplainAsync(Acme, null, world.Change(world.Inline, new() { Jwks = jwks }).Id, token, Ct)).Flaw;

    static string Weak()
    {
        using var rsa = RSA.Create(1024);
        var key = rsa.ExportParameters(false);
        return $$"""{"kty":"RSA","kid":"weak","n":"{{StrictBase64Url.Encode(key.Modulus)}}","e":"AQAB"}""";
    }

    static string Headed(string kid, string alg = "RS256") => Raw($$"""{"alg":"{{alg}}","kid":"{{kid}}"}""", Claims(), Rsa);

    static string Times(string members) => Signed("""{"sub":"user-1",""" + members + "}");

    Dictionary<TokenFlaw, Func<Task<TokenFlaw?>>> Provoked() => new()
    {
        [TokenFlaw.NotAJwt] = () => Of("user-1"),
        [TokenFlaw.TokenTooLarge] = () => Of(new('A', JwtReader.MaxLength + 1)),
        [TokenFlaw.TokenEncrypted] = () => Of("a.b.c.d.e"),
        [TokenFlaw.NotBase64Url] = () => Of(Signed(Claims()) + "="),
        [TokenFlaw.NotJson] = () => OfHeader("[]"),
        [TokenFlaw.DuplicateMember] = () => Of(Signed("""{"sub":"a","sub":"b"}""")),
        [TokenFlaw.AlgMissing] = () => OfHeader("""{"kid":"k"}"""),
        [TokenFlaw.AlgNone] = () => Of(Jose.Tokens.Part("""{"alg":"none","kid":"k"}""") + "." + Jose.Tokens.Part(Claims()) + "."),
        [TokenFlaw.AlgSymmetric] = () => OfHeader("""{"alg":"HS256","kid":"k"}"""),
        [TokenFlaw.AlgUnknown] = () => OfHeader("""{"alg":"RS1","kid":"k"}"""),
        [TokenFlaw.AlgNotAllowed] = () => OfHosted(world.HostedClaims(), Ec),
        [TokenFlaw.AlgKeyMismatch] = () => Explained(Set(Rsa.PublicJwk), Headed(Rsa.Kid, "ES256")),
        [TokenFlaw.CriticalHeader] = () => OfHeader("""{"alg":"RS256","kid":"k","crit":["exp"]}"""),
        [TokenFlaw.KindWrong] = () => Of(Signed(Claims(), typ: "at+jwt")),
        [TokenFlaw.KidMissing] = () => OfHeader("""{"alg":"RS256"}"""),
        [TokenFlaw.KidMalformed] = () => OfHeader("""{"alg":"RS256","kid":7}"""),
        [TokenFlaw.KidUnknown] = () => Of(Headed("nobody")),
        [TokenFlaw.KidOfAnotherPool] = () => Explained(Set(Rsa.PublicJwk), Signed(Claims(), HostedKey)),
        [TokenFlaw.SignatureMissing] = () => Of(Signed(Claims())[..(Signed(Claims()).LastIndexOf('.') + 1)]),
        [TokenFlaw.SignatureWrong] = () => Of(Raw($$"""{"alg":"ES256","kid":"{{Ec.Kid}}"}""", Claims(), OtherEc)),
        [TokenFlaw.Expired] = () => Of(Times($"\"iat\":{Second - 3600},\"exp\":{Second - 60}")),
        [TokenFlaw.NotYetValid] = () => Of(Signed(Claims($"\"nbf\":{Second + 61}"))),
        [TokenFlaw.ExpMissing] = () => Of(Times($"\"iat\":{Second}")),
        [TokenFlaw.ExpMalformed] = () => Of(Times($"\"iat\":{Second},\"exp\":{Second}000")),
        [TokenFlaw.NbfMalformed] = () => Of(Signed(Claims("\"nbf\":\"now\""))),
        [TokenFlaw.IatMissing] = () => Of(Times($"\"exp\":{Second + 60}")),
        [TokenFlaw.IatMalformed] = () => Of(Times($"\"exp\":{Second + 60},\"iat\":\"now\"")),
        [TokenFlaw.IssuedInTheFuture] = () => Of(Times($"\"exp\":{Second + 300},\"iat\":{Second + 61}")),
        [TokenFlaw.LifetimeTooLong] = () => Of(Times($"\"iat\":{Second},\"exp\":{Second + 50L * 365 * 86400}")),
        [TokenFlaw.IssuerMissing] = () => OfPinned(new() { Issuer = "https://login.acme.example" }, Claims()),
        [TokenFlaw.IssuerWrong] = () => OfPinned(new() { Issuer = "https://login.acme.example" }, Claims("\"iss\":\"https://login.acme.example/\"")),
        [TokenFlaw.AudienceMissing] = () => OfPinned(new() { Audience = "shop" }, Claims()),
        [TokenFlaw.AudienceWrong] = () => OfPinned(new() { Audience = "shop" }, Claims("\"aud\":\"Shop\"")),
        [TokenFlaw.IdClaimMissing] = () => OfPinned(new() { IdClaim = "user.id" }, Claims()),
        [TokenFlaw.IdClaimNotAString] = () => Of(Signed(Claims(sub: "17"))),
        [TokenFlaw.IdClaimEmptyOrTooLong] = () => Of(Signed(Claims(sub: "\"\""))),
        [TokenFlaw.PoolUnknown] = () => OfRequest(null, world.OtherHosted),
        [TokenFlaw.PoolDisabled] = () => OfRequest(null, world.Pools.Put(NewPool("pool-off", null) with { Disabled = true })),
        [TokenFlaw.PoolOfAnotherClient] = () => OfRequest("app", world.Inline),
        [TokenFlaw.ClientUnknown] = () => OfRequest("nobody", null),
        [TokenFlaw.ClientIsAService] = () => OfRequest("service", null),
        [TokenFlaw.ClientDisabled] = () => OfRequest(world.Clients.Put(NewClient("app-off", world.Hosted.Id, disabled: true)).Id.Value, null),
        [TokenFlaw.KeysUnavailable] = () => OfRequest(null, world.Pools.Put(NewPool("pool-new", null))),
        [TokenFlaw.KeyTooWeak] = () => Explained(Set(Weak()), Headed("weak")),
        [TokenFlaw.KeyUnusable] = () => Explained(Set(Json(Ec.PublicJwk), """{"kty":"EC","crv":"P-256","kid":"broken","x":"AA"}"""), Headed("broken", "ES256")),
        [TokenFlaw.JwksUnreachable] = () => OfRemote(TokenFlaw.JwksUnreachable),
        [TokenFlaw.JwksTimedOut] = () => OfRemote(TokenFlaw.JwksTimedOut),
        [TokenFlaw.JwksCertificate] = () => OfRemote(TokenFlaw.JwksCertificate),
        [TokenFlaw.JwksAddressForbidden] = () => OfRemote(TokenFlaw.JwksAddressForbidden),
        [TokenFlaw.JwksRedirected] = () => OfRemote(TokenFlaw.JwksRedirected),
        [TokenFlaw.JwksNotPublic] = () => OfRemote(TokenFlaw.JwksNotPublic),
        [TokenFlaw.JwksNotFound] = () => OfRemote(TokenFlaw.JwksNotFound),
        [TokenFlaw.JwksStatus] = () => OfRemote(TokenFlaw.JwksStatus),
        [TokenFlaw.JwksCompressed] = () => OfRemote(TokenFlaw.JwksCompressed),
        [TokenFlaw.JwksHtml] = () => OfRemote(TokenFlaw.JwksHtml),
        [TokenFlaw.JwksTooLarge] = () => OfSet(Set([.. Enumerable.Repeat("{}", JwkSet.MaxKeys + 1)])),
        [TokenFlaw.JwksNotJson] = () => OfSet("<html>"),
        [TokenFlaw.JwksMalformed] = () => OfSet("""{"key":[]}"""),
        [TokenFlaw.JwksEmpty] = () => OfSet("""{"keys":[]}"""),
        [TokenFlaw.JwksNoUsableKey] = () => OfSet(Set("""{"kty":"EC","crv":"secp256k1"}""", "7")),
        [TokenFlaw.JwksPrivateKey] = () => OfSet(Set(Json(Rsa.PublicJwk), """{"kty":"oct","kid":"s","k":"c2VjcmV0"}""")),
    };

    [Fact]
    public async Task Each_is_found_and_there_are_no_others()
    {
        var flaws = Provoked().Keys;
        Assert.Equal(TokenFlaw.All.Select(flaw => flaw.Code).Order(StringComparer.Ordinal), flaws.Select(flaw => flaw.Code).Order(StringComparer.Ordinal));
        // Each in a world of its own: some of them change it.
        foreach (var flaw in flaws) Assert.Equal(flaw, await new EveryFlawTests().Provoked()[flaw]());
    }
}
