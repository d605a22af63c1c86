using System.Text;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.ClientAuthentication;

/// <summary>S030, S031: at every endpoint where clients authenticate.</summary>
public sealed class ClientAuthenticationTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    const string Assertion = "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=e30.e30.e30";

    static readonly string Secret = TestClients.SecretOf(TestClients.Service);

    readonly IdpApp app = node.First;

    /// <summary>Each with a body that would succeed.</summary>
    public static TheoryData<string, string> Endpoints => new()
    {
        { "/connect/token", "grant_type=client_credentials" },
        { "/connect/introspect", "token=x" },
        { "/connect/revoke", "token=x" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task One_registered_method_is_accepted(string path, string body) =>
        Assert.Equal(200, (await app.RawAsync(path, body, RawCalls.BasicOf(TestClients.Service))).Status);

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Two_methods_in_one_request_are_refused_whichever_is_right(string path, string body)
    {
        var basic = RawCalls.BasicOf(TestClients.Service);
        string[] bodies =
        [
            $"{body}&client_id={TestClients.Service}&client_secret={Secret}", $"{body}&client_secret=wrong", $"{body}&{Assertion}", $"{body}&client_assertion=junk",
            $"{body}&client_assertion_type=junk",
        ];
        foreach (var several in bodies) (await app.RawAsync(path, several, basic)).Refuses("invalid_request");
        (await app.RawAsync(path, $"{body}&client_id={TestClients.Service}&client_secret={Secret}&{Assertion}")).Refuses("invalid_request");
        (await app.RawAsync(path, $"{body}&client_id={TestClients.Service}&client_secret={Secret}", "Bearer junk")).Refuses("invalid_request");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task The_client_id_in_the_body_must_be_the_one_that_authenticates(string path, string body)
    {
        var basic = RawCalls.BasicOf(TestClients.Service);
        Assert.Equal(200, (await app.RawAsync(path, $"{body}&client_id={TestClients.Service}", basic)).Status);
        (await app.RawAsync(path, $"{body}&client_id={TestClients.Web}", basic)).Refuses("invalid_request");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_method_that_is_not_the_registered_one_is_refused(string path, string body)
    {
        (await app.RawAsync(path, $"{body}&client_id={TestClients.Service}&client_secret={Secret}")).Refuses("invalid_client", 401);
        (await app.RawAsync(path, $"{body}&client_id={TestClients.Service}")).Refuses("invalid_client", 401);
        (await app.RawAsync(path, $"{body}&client_id={TestClients.Service}&{Assertion}")).Refuses("invalid_client", 401);
        (await app.RawAsync(path, $"{body}&client_id={TestClients.Public}&client_secret=anything")).Refuses("invalid_client", 401);
        (await app.RawAsync(path, body, Basic($"{TestClients.Public}:"))).Refuses("invalid_client", 401);
        (await app.RawAsync(path, body, Basic($"{TestClients.Public}:anything"))).Refuses("invalid_client", 401);
    }

    [Fact]
    public async Task A_client_registered_for_post_authenticates_in_the_body_only()
    {
        await app.SaveAsync(TestClients.Confidential("post", app.Clock.Now, method: ClientAuthMethod.ClientSecretPost));
        Assert.Equal(200, (await app.RawAsync("/connect/introspect", $"token=x&client_id=post&client_secret={TestClients.SecretOf("post")}")).Status);
        (await app.RawAsync("/connect/introspect", $"token=x&client_id=post&client_secret={TestClients.SecretOf("post")}x")).Refuses("invalid_client", 401);
        (await app.RawAsync("/connect/introspect", "token=x", RawCalls.BasicOf("post"))).Refuses("invalid_client", 401);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Unknown_clients_and_wrong_secrets_look_the_same(string path, string body)
    {
        await app.SaveAsync(Disabled("off"));
        string[] callers =
        [
            Basic("nobody:secret"), Basic($"{TestClients.Service}:wrong"), Basic($"{TestClients.Service}:"), Basic($"{TestClients.Service}:{Secret}x"), RawCalls.BasicOf("off"),
            Basic($"{TestClients.Service.ToUpperInvariant()}:{Secret}"), Basic($" {TestClients.Service}:{Secret}"), Basic($"{TestClients.Service}\0:{Secret}"),
            Basic($"{TestClients.Public}:{Secret}"), Basic($"{new string('a', 300)}:{Secret}"),
        ];
        string? expected = null;
        foreach (var caller in callers)
        {
            var answer = await app.RawAsync(path, body, caller);
            answer.Refuses("invalid_client", 401);
            Assert.StartsWith("Basic ", answer.Challenge(), StringComparison.Ordinal);
            expected ??= answer.Body;
            Assert.Equal(expected, answer.Body);
        }
        Assert.Equal(expected, (await app.RawAsync(path, $"{body}&client_id=nobody&client_secret=x")).Body);
        Assert.Equal(expected, (await app.RawAsync(path, body)).Body);
    }

    public static TheoryData<string> Malformed => new(
        "", " ", "Basic", "Basic ", "Basic  ", "Basic !!!", "Basic bTJt", "Basic Og==", "Basic =", "Basic OnNlY3JldA==", "basic", "Negotiate bTJt", "Bearer x", "DPoP x", "bTJt",
        "Basic " + Convert.ToBase64String([0xff, 0xfe, (byte)':', 0xc0, 0x80]),
        "Basic " + Convert.ToBase64String("m2m:%"u8), "Basic " + Convert.ToBase64String("m2m:%zz"u8), "Basic " + Convert.ToBase64String("m2m:%00"u8),
        "Basic " + Convert.ToBase64String("m2m%00:x"u8), "Basic " + Convert.ToBase64String("%C0%80:%ED%A0%80"u8), "Basic " + Convert.ToBase64String("m2m:\u202e"u8),
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('a', 5000) + ":b")), "Basic " + new string('A', 20_000));

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_authorization_header_is_a_failed_authentication(string header)
    {
        foreach (var row in Endpoints) (await app.RawAsync(row.Data.Item1, row.Data.Item2, header)).Refuses("invalid_client", 401);
    }

    [Fact]
    public async Task Two_authorization_headers_are_a_failed_authentication()
    {
        var (body, basic) = ("grant_type=client_credentials"u8.ToArray(), RawCalls.BasicOf(TestClients.Service));
        (await app.RawAsync(HttpMethod.Post, "/connect/token", body, basic, headers: ("Authorization", RawCalls.BasicOf(TestClients.Web)))).Refuses("invalid_client", 401);
        (await app.RawAsync(HttpMethod.Post, "/connect/token", body, basic, headers: ("Authorization", basic))).Refuses("invalid_client", 401);
    }

    /// <summary>RFC 6749 §2.3.1 and Appendix B: both halves are form-encoded before they are joined.</summary>
    [Theory]
    [InlineData("plain-secret-of-more-than-16")]
    [InlineData("with:colon%and+plus and blank/=")]
    [InlineData("pässwörd-ключ-秘密-🔑-0123456789")]
    [InlineData("100%-literal-percent-%41-%zz")]
    public async Task A_secret_may_be_any_text_in_basic_and_in_the_body(string secret)
    {
        var id = "odd:%+" + ClientSecret.DigestOf(secret)[..4];
        foreach (var method in (ClientAuthMethod[])[ClientAuthMethod.ClientSecretBasic, ClientAuthMethod.ClientSecretPost])
        {
            await app.SaveAsync(WithSecret(id, secret, method));
            var basic = Basic($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}");
            var answer = method == ClientAuthMethod.ClientSecretBasic
                ? await app.RawAsync("/connect/introspect", "token=x", basic)
                : await app.RawAsync("/connect/introspect", $"token=x&client_id={Uri.EscapeDataString(id)}&client_secret={Uri.EscapeDataString(secret)}");
            Assert.Equal((200, Refusals.Inactive), (answer.Status, answer.Body));
        }
    }

    [Fact]
    public async Task Old_and_new_secret_both_count_until_the_old_one_expires()
    {
        var client = WithSecret("rotating", TestClients.SecretOf("rotating"), ClientAuthMethod.ClientSecretBasic, app.Clock.Now.AddMinutes(5), "the-new-secret-of-this-client-0000");
        await app.SaveAsync(client);
        var (old, next) = (RawCalls.BasicOf("rotating"), Basic("rotating:the-new-secret-of-this-client-0000"));
        foreach (var caller in (string[])[old, next]) Assert.Equal(200, (await app.RawAsync("/connect/introspect", "token=x", caller)).Status);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        (await app.RawAsync("/connect/introspect", "token=x", old)).Refuses("invalid_client", 401);
        Assert.Equal(200, (await app.RawAsync("/connect/introspect", "token=x", next)).Status);
    }

    Client Disabled(string id)
    {
        var client = TestClients.Confidential(id, app.Clock.Now);
        return new() { PoolId = client.PoolId, Id = client.Id, Name = id, Credentials = client.Credentials, GrantTypes = [GrantTypes.ClientCredentials], Disabled = true, CreatedAt = client.CreatedAt };
    }

    Client WithSecret(string id, string secret, ClientAuthMethod method, DateTimeOffset? until = null, string? second = null) => new()
    {
        PoolId = PoolId.Default,
        Id = new(id),
        Name = "Client",
        AuthMethod = method,
        Credentials = second is null
            ? [new() { SecretDigest = ClientSecret.DigestOf(secret), CreatedAt = app.Clock.Now, ExpiresAt = until }]
            : [new() { SecretDigest = ClientSecret.DigestOf(secret), CreatedAt = app.Clock.Now, ExpiresAt = until }, new() { SecretDigest = ClientSecret.DigestOf(second), CreatedAt = app.Clock.Now }],
        CreatedAt = app.Clock.Now,
    };

    static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
}
