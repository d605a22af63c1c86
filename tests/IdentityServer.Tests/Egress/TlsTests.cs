using System.Net;
using System.Security.Cryptography.X509Certificates;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Egress;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Egress;

/// <summary>S111: whose certificates are believed.</summary>
public sealed class TlsTests : IAsyncDisposable
{
    readonly Outside outside = new();
    readonly Authority authority = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await outside.DisposeAsync();
        authority.Dispose();
    }

    async Task<EgressAnswer> GetAsync(X509Certificate2 certificate, string host = "good.test")
    {
        await using var server = new OtherServer(OtherServer.Http("{}"), certificate);
        return await outside.GetAsync($"https://{outside.List(host, server)}/jwks", Ct);
    }

    [Fact]
    public async Task An_authority_that_the_operator_adds_is_trusted()
    {
        outside.Trusted.Add(authority.Certificate);
        var answer = await GetAsync(authority.Sign("good.test"));
        Assert.Equal((200, "application/json", 2), (answer.Status, answer.MediaType, answer.Body.Length));
    }

    [Fact]
    public async Task A_public_server_is_called_on_its_public_address()
    {
        outside.Trusted.Add(authority.Certificate);
        await using var server = new OtherServer(OtherServer.Http("{}"), authority.Sign("public.test"));
        outside.Name("public.test", "8.8.8.8", "2606:4700:4700::1111");
        outside.Servers[IPAddress.Parse("8.8.8.8")] = server.Port;
        Assert.Equal(200, (await outside.GetAsync("https://public.test/jwks", Ct)).Status);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("8.8.8.8"), 443), Assert.Single(outside.Dialed));
    }

    [Fact]
    public async Task An_authority_that_nobody_has_added_is_not() =>
        Assert.Equal(EgressProblem.CertificateInvalid, (await GetAsync(authority.Sign("good.test"))).Problem);

    [Fact]
    public async Task An_added_authority_does_not_excuse_another()
    {
        using var other = new Authority();
        outside.Trusted.Add(other.Certificate);
        Assert.Equal(EgressProblem.CertificateInvalid, (await GetAsync(authority.Sign("good.test"))).Problem);
    }

    [Theory]
    [InlineData("good.test", -1, "1.3.6.1.5.5.7.3.1")]
    [InlineData("bad.test", 30, "1.3.6.1.5.5.7.3.1")]
    [InlineData("sub.good.test", 30, "1.3.6.1.5.5.7.3.1")]
    [InlineData("good.test", 30, "1.3.6.1.5.5.7.3.2")]
    public async Task An_expired_certificate_another_name_and_another_use_are_refused_of_a_trusted_authority_too(string name, int days, string usage)
    {
        outside.Trusted.Add(authority.Certificate);
        Assert.Equal(EgressProblem.CertificateInvalid, (await GetAsync(authority.Sign(name, days, usage))).Problem);
    }

    [Fact]
    public async Task Nothing_is_fetched_from_where_a_certificate_says()
    {
        var elsewhere = $"http://127.0.0.1:{outside.Canary.Port}/issuer.crt";
        outside.Trusted.Add(X509CertificateLoader.LoadCertificate(authority.Sign("other.test").RawData));
        Assert.Equal(EgressProblem.CertificateInvalid, (await GetAsync(authority.Sign("good.test", elsewhere: elsewhere))).Problem);
        Assert.True(await outside.Canary.IsSilentAsync());
    }

    [Fact]
    public async Task The_server_trusts_the_authorities_in_the_operators_file()
    {
        var folder = Repository.TemporaryFolder("ca");
        try
        {
            var file = Path.Combine(folder, "ca.pem");
            await File.WriteAllTextAsync(file, authority.Certificate.ExportCertificatePem(), Ct);
            await using var server = new OtherServer(OtherServer.Http(OtherServer.Jwks), authority.Sign("localhost"));
            var url = $"https://localhost:{server.Port}/jwks";
            Dictionary<string, string> settings = new() { ["Idp:Egress:AllowedHosts:0"] = $"localhost:{server.Port}" };
            await using (var app = await IdpApp.StartAsync(settings)) Assert.Equal(JwksProblem.CertificateInvalid, await ProblemAsync(app));
            settings["Idp:Egress:ExtraCaFile"] = file;
            await using (var app = await IdpApp.StartAsync(settings)) Assert.Null(await ProblemAsync(app));

            async Task<JwksProblem?> ProblemAsync(IdpApp app) => (await app.Service<RemoteKeySets>().For(url).KeysAsync("1", JwsAlgorithm.ES256, Ct)).Problem;
        }
        finally
        {
            await Repository.RemoveAsync(folder);
        }
    }

    [Fact]
    public async Task The_file_of_authorities_is_read_or_its_problem_named()
    {
        var folder = Repository.TemporaryFolder("ca");
        try
        {
            var (good, damaged, empty) = (Path.Combine(folder, "good.pem"), Path.Combine(folder, "damaged.pem"), Path.Combine(folder, "empty.pem"));
            using var second = new Authority();
            await File.WriteAllTextAsync(good, $"# ours\n{authority.Certificate.ExportCertificatePem()}\n{second.Certificate.ExportCertificatePem()}", Ct);
            await File.WriteAllTextAsync(damaged, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", Ct);
            await File.WriteAllTextAsync(empty, "", Ct);
            Assert.True(TrustedRoots.TryLoad(good, out _, out _));
            Assert.True(TrustedRoots.TryLoad(null, out _, out _));
            foreach (var (file, words) in new[] { (damaged, "damaged"), (empty, "BEGIN CERTIFICATE"), (folder, "cannot be read"), (folder + "/none.pem", "cannot be read"), ("", "cannot be read") })
            {
                Assert.False(TrustedRoots.TryLoad(file, out var roots, out var problem));
                Assert.Null(roots);
                Assert.Contains(words, problem, StringComparison.Ordinal);
            }
        }
        finally
        {
            await Repository.RemoveAsync(folder);
        }
    }
}
