using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Cli;

/// <summary><c>idp keys import</c> and <c>idp keys export-public</c>.</summary>
public sealed class KeyImportTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_is_brought_before_the_first_start_signs_under_its_old_name()
    {
        await using var idp = await Deployment.PrepareAsync(Ct);
        await using Shell shell = new(idp.Folder);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = await shell.WriteAsync("old.pem", ecdsa.ExportPkcs8PrivateKeyPem());
        Assert.Contains("The key old-provider-1 signs ES256 from now on.", await shell.DoAsync("keys", "import", file, "--kid", "old-provider-1"), StringComparison.Ordinal);
        File.Delete(file);
        await shell.RefusedAsync("old-provider-1", "keys", "import", await shell.WriteAsync("again.pem", ecdsa.ExportECPrivateKeyPem()), "--kid", "other");
        File.Delete(Path.Combine(shell.Folder, "again.pem"));
        await shell.HasNotStoredAsync(Convert.ToBase64String(ecdsa.ExportPkcs8PrivateKey())[40..80]);

        await idp.RestartAsync(Ct);
        var jwks = (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Json;
        Assert.Equal(3, jwks.GetProperty("keys").GetArrayLength());
        Assert.Contains(jwks.GetProperty("keys").EnumerateArray(), key => key.GetProperty("kid").GetString() == "old-provider-1");
        var token = (await idp.Caller.ClientCredentialsAsync(Ct)).AccessToken.Split('.');
        Assert.Equal("old-provider-1", JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token[0])).GetProperty("kid").GetString());
        Assert.True(ecdsa.VerifyData(System.Text.Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));

        // Beside a running server it is announced, public within a second, and signs nothing yet.
        using var rsa = RSA.Create(2048);
        var answer = await shell.TypeAsync(rsa.ExportRSAPrivateKeyPem(), "keys", "import", "-", "--kid", "next", "--alg", "RS256", "--json");
        var document = Shell.Document(answer);
        Assert.Equal(("announced", "RS256"), (document.GetProperty("state").GetString(), document.GetProperty("alg").GetString()));
        Assert.InRange(document.GetProperty("signs_from").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddDays(13), TimeProvider.System.GetUtcNow().AddDays(15));
        for (var attempt = 0; attempt < 40 && !(await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body.Contains("\"next\"", StringComparison.Ordinal); attempt++) await Task.Delay(50, Ct);
        Assert.Contains("\"next\"", (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Body, StringComparison.Ordinal);

        // What is exported is what is published.
        Assert.True(JsonElement.DeepEquals((await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Json, await shell.AskAsync("keys", "export-public")));
        Assert.Equal("next", JsonElement.Parse(await shell.DoAsync("keys", "export-public", "next")).GetProperty("kid").GetString());
        Assert.Equal(rsa.ExportSubjectPublicKeyInfoPem() + "\n", await shell.DoAsync("keys", "export-public", "next", "--pem"));
        Assert.Equal(4, Shell.Count(await shell.DoAsync("keys", "export-public", "--pem"), "-----BEGIN PUBLIC KEY-----"));
        Assert.Equal(ecdsa.ExportSubjectPublicKeyInfoPem(), (await shell.AskAsync("keys", "export-public", "old-provider-1", "--pem")).GetProperty("pem").GetString());
        await shell.RefusedAsync("no key of that name", "keys", "export-public", "nobody");
    }

    [Fact]
    public async Task What_is_no_private_key_is_refused_in_words_and_nothing_of_it_is_repeated()
    {
        await using Shell shell = new();
        using var rsa = RSA.Create(2048);
        async Task RefusedAsync(string text, string says)
        {
            var file = await shell.WriteAsync("key", text);
            var said = await shell.RefusedAsync(says, "keys", "import", file, "--kid", "k");
            Assert.DoesNotContain(text.Length > 200 ? text[100..130] : "d0-not-tell", said, StringComparison.Ordinal);
        }

        await RefusedAsync(rsa.ExportSubjectPublicKeyInfoPem(), "public key");
        await RefusedAsync(rsa.ExportEncryptedPkcs8PrivateKeyPem("p", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), "openssl pkey -in FILE");
        await RefusedAsync(rsa.ExportPkcs8PrivateKeyPem()[..900], "BEGIN PRIVATE KEY");
        await RefusedAsync("""{"kty":"oct","k":"d0-not-tell"}""", "shared secret");
        await shell.RefusedAsync("There is no file", "keys", "import", Path.Combine(shell.Folder, "nowhere.pem"), "--kid", "k");
        Assert.Equal(0, (await shell.AskAsync("keys", "list")).GetArrayLength());
    }
}
