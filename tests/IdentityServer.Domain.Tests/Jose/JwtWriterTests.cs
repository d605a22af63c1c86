using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwtWriterTests
{
    [Theory]
    [MemberData(nameof(Tokens.AlgorithmNames), MemberType = typeof(Tokens))]
    public void A_written_token_is_read_and_believed(string name)
    {
        var credential = Tokens.Credential(name);
        var jwt = Tokens.Read(JwtWriter.Write(credential, "at+jwt", Encoding.UTF8.GetBytes(Tokens.Claims)));
        Assert.Same(credential.Algorithm, jwt.Algorithm);
        Assert.Equal(credential.Kid, jwt.Kid);
        Assert.Equal("at+jwt", jwt.Typ);
        Assert.Equal(Tokens.Claims, jwt.Payload.GetRawText());
        Assert.Equal(credential.SignatureSize, jwt.Signature.Length);
        var expectations = new JwtExpectations { Issuer = "https://id.example", Audience = "api", Typ = "at+jwt" };
        Assert.Null(JwtVerifier.Verify(jwt, Tokens.PublicKey(credential), expectations, Tokens.Now));
    }

    [Fact]
    public void Both_forms_of_the_token_are_the_same()
    {
        using var buffer = new PooledBuffer(16);
        buffer.Write("Bearer "u8);
        JwtWriter.WriteTo(buffer, Tokens.Credential("EdDSA"), "JWT", "{}"u8);
        Assert.Equal("Bearer " + JwtWriter.Write(Tokens.Credential("EdDSA"), "JWT", "{}"u8), Encoding.ASCII.GetString(buffer.Written));
    }

    // Bytes per token, from the first measurement; the budget only goes down. The 144 of ES256 are .NET's own, as the next test shows.
    [Theory]
    [InlineData("ES256", 144)]
    [InlineData("RS256", 0)]
    [InlineData("EdDSA", 0)]
    public void A_token_allocates_no_more_than_its_budget(string name, long budget)
    {
        var credential = Tokens.Credential(name);
        var payload = Encoding.UTF8.GetBytes(Tokens.Claims);
        using var output = new PooledBuffer(4096);
        var allocated = PerRound(() =>
        {
            output.Clear();
            JwtWriter.WriteTo(output, credential, "at+jwt", payload);
        });
        Assert.True(allocated <= budget, $"{name}: {allocated} bytes");
    }

    [Fact]
    public void Nothing_is_allocated_beyond_what_ECDsa_itself_takes()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var hash = new byte[32];
        var signature = new byte[64];
        var floor = PerRound(() => ecdsa.TrySignHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out _));
        var credential = Tokens.Credential("ES256");
        using var output = new PooledBuffer(4096);
        var allocated = PerRound(() =>
        {
            output.Clear();
            JwtWriter.WriteTo(output, credential, "at+jwt", "{}"u8);
        });
        Assert.True(allocated <= floor, $"{allocated} bytes, ECDsa alone {floor}");
    }

    static long PerRound(Action round)
    {
        const int Rounds = 200;
        for (var i = 0; i < Rounds; i++) round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++) round();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
