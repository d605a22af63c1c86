using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class PrivateKeyReaderTests
{
    static readonly byte[] Rsa = PrivateTexts.Rsa.ExportSubjectPublicKeyInfo();
    static readonly byte[] P256 = PrivateTexts.P256.ExportSubjectPublicKeyInfo();

    static PrivateKeyProblem Problem(string text)
    {
        Assert.False(PrivateKeyReader.TryRead(PrivateTexts.Bytes(text), out var key, out var problem));
        Assert.Null(key);
        return problem;
    }

    static void Reads(string text, JwsAlgorithm algorithm, byte[] publicKey)
    {
        Assert.True(PrivateKeyReader.TryRead(PrivateTexts.Bytes(text), out var key, out var problem), problem.ToString());
        using (key)
        {
            Assert.Equal((algorithm, null), (key.Algorithm, key.Kid));
            using var credential = SigningCredential.FromPkcs8("k", key.Algorithm, key.Pkcs8);
            Assert.Equal(PemEncoding.WriteString("PUBLIC KEY", publicKey), PublicKeyPem.Of(credential.PublicJwk));
        }
    }

    [Fact]
    public void Every_pem_form_is_read()
    {
        Reads(PrivateTexts.RsaPem, JwsAlgorithm.RS256, Rsa);
        Reads(PrivateTexts.Rsa.ExportRSAPrivateKeyPem(), JwsAlgorithm.RS256, Rsa);
        Reads(PrivateTexts.P256.ExportPkcs8PrivateKeyPem(), JwsAlgorithm.ES256, P256);
        Reads(PrivateTexts.P256.ExportECPrivateKeyPem(), JwsAlgorithm.ES256, P256);
        // What openssl ecparam -genkey writes, and a file with a certificate's words around the key.
        Reads("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + PrivateTexts.P256.ExportECPrivateKeyPem(), JwsAlgorithm.ES256, P256);
        Reads("\uFEFF \r\nBag Attributes\r\n" + PrivateTexts.RsaPem.ReplaceLineEndings("\r\n") + "\r\n\r\n" + PrivateTexts.Rsa.ExportSubjectPublicKeyInfoPem(), JwsAlgorithm.RS256, Rsa);
        if (JwsAlgorithm.EdDSA.IsAvailable) Reads(PrivateTexts.Ed25519Pem, JwsAlgorithm.EdDSA, [.. Convert.FromHexString("302a300506032b6570032100"), .. Tokens.Bytes(Tokens.Key(Vectors.Ed25519Key).X!)]);
    }

    [Fact]
    public void A_pkcs8_of_ed25519_may_bring_its_public_half_which_has_to_fit()
    {
        if (!JwsAlgorithm.EdDSA.IsAvailable) return;
        var publicKey = Tokens.Bytes(Tokens.Key(Vectors.Ed25519Key).X!);
        // RFC 5958 §2: version 1, and the public key under [1].
        byte[] With(byte[] key) => [0x30, 0x51, 0x02, 0x01, 0x01, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. Tokens.Bytes(Vectors.Ed25519Seed), 0x81, 0x21, 0x00, .. key];
        Reads(PemEncoding.WriteString("PRIVATE KEY", With(publicKey)), JwsAlgorithm.EdDSA, [.. Convert.FromHexString("302a300506032b6570032100"), .. publicKey]);
        publicKey[3] ^= 1;
        Assert.Equal(PrivateKeyProblem.Inconsistent, Problem(PemEncoding.WriteString("PRIVATE KEY", With(publicKey))));
    }

    [Fact]
    public void What_is_encrypted_is_named_so()
    {
        var encrypted = PrivateTexts.Rsa.ExportEncryptedPkcs8PrivateKeyPem("password", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        Assert.Equal(PrivateKeyProblem.Encrypted, Problem(encrypted));
        Assert.Equal(PrivateKeyProblem.Encrypted, Problem("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----"));
    }

    [Fact]
    public void A_public_key_two_keys_and_keys_of_other_kinds_are_refused()
    {
        Assert.Equal(PrivateKeyProblem.PublicOnly, Problem(PrivateTexts.Rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Equal(PrivateKeyProblem.PublicOnly, Problem(PrivateTexts.Rsa.ExportRSAPublicKeyPem()));
        Assert.Equal(PrivateKeyProblem.PublicOnly, Problem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
        Assert.Equal(PrivateKeyProblem.SeveralKeys, Problem(PrivateTexts.RsaPem + "\n" + PrivateTexts.RsaPem));
        Assert.Equal(PrivateKeyProblem.KeyTypeUnknown, Problem("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"));
        Assert.Equal(PrivateKeyProblem.KeyTypeUnknown, Problem(PemEncoding.WriteString("PRIVATE KEY", Convert.FromHexString("302e020100300506032b656e04220420" + new string('1', 64)))));
        foreach (var curve in (ECCurve[])[ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521])
        {
            using var other = ECDsa.Create(curve);
            Assert.Equal(PrivateKeyProblem.CurveUnknown, Problem(other.ExportPkcs8PrivateKeyPem()));
            Assert.Equal(PrivateKeyProblem.CurveUnknown, Problem(other.ExportECPrivateKeyPem()));
        }
        Assert.Equal(PrivateKeyProblem.NotAKey, Problem(""));
        Assert.Equal(PrivateKeyProblem.NotAKey, Problem("ssh-rsa AAAA"));
        Assert.Equal(PrivateKeyProblem.TooLarge, Problem(new string('x', PrivateKeyReader.MaxLength + 1)));
    }

    [Fact]
    public void A_weak_key_is_refused_in_every_form()
    {
        using var weak = RSA.Create(1024);
        Assert.Equal(PrivateKeyProblem.TooWeak, Problem(weak.ExportPkcs8PrivateKeyPem()));
        Assert.Equal(PrivateKeyProblem.TooWeak, Problem(weak.ExportRSAPrivateKeyPem()));
    }

    [Fact]
    public void A_damaged_pem_is_never_a_key_with_other_numbers()
    {
        var (n, _) = (PrivateTexts.Rsa.ExportParameters(false).Modulus, 0);
        var der = PrivateTexts.Rsa.ExportPkcs8PrivateKey();
        for (var at = 0; at < der.Length; at += 13)
        {
            var changed = (byte[])der.Clone();
            changed[at] ^= 0x10;
            if (!PrivateKeyReader.TryRead(PrivateTexts.Bytes(PemEncoding.WriteString("PRIVATE KEY", changed)), out var key, out _)) continue;
            using (key)
            using (var rsa = RSA.Create())
            {
                rsa.ImportPkcs8PrivateKey(key.Pkcs8, out _);
                Assert.Equal(n, rsa.ExportParameters(false).Modulus);
            }
        }
        for (var length = 0; length < der.Length; length += 101)
            Assert.Equal(PrivateKeyProblem.Malformed, Problem(PemEncoding.WriteString("PRIVATE KEY", der.AsSpan(0, length))));
    }

    [Fact]
    public void Nothing_that_is_read_makes_it_throw()
    {
        string[] seeds = [PrivateTexts.RsaPem, PrivateTexts.P256.ExportECPrivateKeyPem(), PrivateTexts.Ed25519Pem, PrivateTexts.P256Jwk, PrivateTexts.Ed25519Jwk, PrivateTexts.RsaJwk().ToJsonString()];
        var texts = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            ArbMap.Default.GeneratorFor<string>().Select(text => Encoding.UTF8.GetBytes(text ?? "")),
            ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => PrivateTexts.Bytes(PemEncoding.WriteString("PRIVATE KEY", bytes ?? []))),
            ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => PrivateTexts.Bytes(PemEncoding.WriteString("EC PRIVATE KEY", bytes ?? []))),
            from seed in Gen.Elements(seeds)
            from at in Gen.Choose(0, seed.Length - 1)
            from put in Gen.Choose(0, 255)
            select Changed(seed, at, (byte)put));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            if (PrivateKeyReader.TryRead(text, out var key, out var problem)) key.Dispose();
            else Assert.NotEqual(PrivateKeyProblem.None, problem);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

        static byte[] Changed(string seed, int at, byte put)
        {
            var bytes = PrivateTexts.Bytes(seed);
            bytes[at] = put;
            return bytes;
        }
    }
}
