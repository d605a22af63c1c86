using System.Text;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>No body, however it is made, is answered with a 5xx; and endpoints for clients refuse in their own shape.</summary>
public sealed class RandomBodiesTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    const int Bodies = 700;

    static readonly string[] Pieces =
    [
        "grant_type", "authorization_code", "client_credentials", "refresh_token", "code", "code_verifier", "redirect_uri", "client_id", "client_secret", "client_assertion", "scope", "openid",
        "offline_access", "cart", "resource", "https%3A%2F%2Fapi.example", "https://app.example/cb", "token", "token_type_hint", "access_token", "m2m", "web", "pub", "asking", "claims", "state", "nonce",
        "prompt", "none", "login", "response_type", "response_mode", "form_post", "id_token_hint", "post_logout_redirect_uri", "e30.e30.e30", "%7B%22userinfo%22%3A%7B%7D%7D", "{\"a\":1e999}", "[[[[",
        "%00", "%C0%80", "%ED%A0%80", "%", "%4", "%zz", "\u202e", "é", "😀", "\0", "\r\n", "\ufeff", "=", "=", "=", "&", "&", "&", "&", "+", ";", "?", "#", "/", "\\", "\"", "<", ">", "Username", "Password",
        "__RequestVerificationToken", "tx", "--boundary", "null", "true", "-1", "1e999",
    ];

    static readonly string[] Grants = ["authorization_code", "refresh_token", "client_credentials", "x"];
    static readonly string[] Glue = ["", "=", "&"];
    static readonly string?[] ContentTypes = [RawCalls.Form, RawCalls.Form, RawCalls.Form, RawCalls.Form + "; charset=utf-16", "application/json", "multipart/form-data; boundary=boundary", "text/plain", "x", "", null];

    readonly IdpApp app = node.First;

    [Theory]
    [InlineData("/connect/token", 1)]
    [InlineData("/connect/introspect", 2)]
    [InlineData("/connect/revoke", 3)]
    [InlineData("/connect/userinfo", 4)]
    public async Task At_endpoints_for_clients(string path, ulong seed)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < Bodies; i++)
        {
            var body = Body(dice);
            var authorization = dice.Next(5) switch { 0 => null, 1 => RawCalls.BasicOf(TestClients.Web), 2 => RawCalls.BasicOf(TestClients.Service), 3 => "Basic " + Text(dice), _ => "Bearer " + Text(dice) };
            var answer = await app.RawAsync(HttpMethod.Post, path, body, authorization, ContentTypes[dice.Next(ContentTypes.Length)]);
            Assert.True(answer.Status is 200 or 400 or 401 or 413, $"{path} {authorization} {Convert.ToBase64String(body)}: {answer}");
            if (answer.Status != 200) answer.IsWellFormedRefusal();
            if (answer.Status != 200) Assert.Equal(answer.Status == 401, answer["error"] is "invalid_client" or "invalid_token");
        }
    }

    [Theory]
    [InlineData("/connect/authorize", 5)]
    [InlineData("/connect/endsession", 6)]
    [InlineData("/account/login", 7)]
    [InlineData("/consent", 8)]
    [InlineData("/account/logout", 9)]
    [InlineData("/", 10)]
    public async Task At_endpoints_for_people(string path, ulong seed)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < Bodies; i++)
        {
            var body = Body(dice);
            var answer = await app.RawAsync(HttpMethod.Post, path, body, contentType: ContentTypes[dice.Next(ContentTypes.Length)], headers: ("Accept", "text/html"));
            Assert.True(answer.Status < 500, $"{path} {Convert.ToBase64String(body)}: {answer}");
        }
    }

    static byte[] Body(Dice dice)
    {
        if (dice.Next(8) == 0) return dice.Bytes(dice.Next(300));
        var text = Encoding.UTF8.GetBytes(Text(dice));
        // A few bytes turned, as a broken client or a fuzzer would.
        for (var turns = dice.Next(4) == 0 ? dice.Next(4) : 0; turns > 0 && text.Length > 0; turns--) text[dice.Next(text.Length)] = (byte)dice.Next(256);
        return text;
    }

    static string Text(Dice dice)
    {
        var text = new StringBuilder();
        if (dice.Next(2) == 0) text.Append("grant_type=").Append(Grants[dice.Next(Grants.Length)]).Append("&token=x&");
        for (var pieces = dice.Next(30); pieces > 0; pieces--) text.Append(Pieces[dice.Next(Pieces.Length)]).Append(Glue[dice.Next(Glue.Length)]);
        return text.ToString();
    }

    /// <summary>SplitMix64: the same bodies in every run, so that a failure can be repeated.</summary>
    sealed class Dice(ulong seed)
    {
        ulong state = seed;

        public int Next(int below) => below == 0 ? 0 : (int)(Roll() % (ulong)below);

        public byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            for (var i = 0; i < count; i++) bytes[i] = (byte)Roll();
            return bytes;
        }

        ulong Roll()
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
