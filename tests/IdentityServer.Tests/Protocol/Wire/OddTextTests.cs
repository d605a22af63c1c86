using System.Globalization;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>S123: text that databases, decoders and people stumble over, in every parameter of every endpoint.</summary>
public abstract class OddText(Nodes nodes)
{
    /// <summary>As sent: NUL, controls, bytes that are no UTF-8, overlong forms, halves of surrogate pairs, broken escapes.</summary>
    static readonly string[] Malformed =
    [
        "%00", "a%00b", "%0D%0A", "%1F", "%7F", "\u0001", "%FF", "%C0%80", "%C0%AF", "%E0%80%AF", "%F0%80%80%AF", "%ED%A0%80", "%ED%B0%80", "%ED%A0%80%ED%B0%80", "%F4%90%80%80",
        "%F8%88%80%80%80", "%E2%82", "%80", "%", "%4", "%zz", "%u0041", "a%", "%%30%30",
    ];

    /// <summary>Well-formed, and odd: marks that turn or hide text, private use, noncharacters, the byte order mark, combining floods.</summary>
    static readonly string[] Odd =
    [
        "%E2%80%AEcod", "%E2%80%8Bx", "%E2%80%8D", "%EF%BB%BF", "%EF%BF%BF", "%EF%BF%BE", "%EE%80%80", "%F0%9F%98%80", "%C2%85", "%E2%80%A8", "%C3%84%CC%88", "%EF%BC%91", "%CE%B1",
        "Z%CC%81%CC%82%CC%83%CC%84%CC%85%CC%86", "%27%22%3C%3E%5C", "%24%7Bjndi%7D", "%27%3B+DROP+TABLE+Users%3B--", "..%2F..%2F", "%F0%90%80%80", "\u202e", "é",
    ];

    static readonly string[] Authorize =
    [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "prompt", "max_age", "login_hint", "acr_values",
        "ui_locales", "display", "claims", "claims_locales", "id_token_hint", "resource", "request", "request_uri", "registration", "foo",
    ];

    static readonly string[] EndSession = ["id_token_hint", "post_logout_redirect_uri", "state", "client_id", "logout_hint", "ui_locales"];

    /// <summary>Each endpoint's parameters, and the rest of a request that would otherwise succeed.</summary>
    static readonly (string Path, string[] Names, string Others)[] Forms =
    [
        ("/connect/token", ["grant_type", "scope", "resource", "client_id", "client_secret", "client_assertion", "client_assertion_type", "foo"], "grant_type=client_credentials"),
        ("/connect/token", ["code", "redirect_uri", "code_verifier"], "grant_type=authorization_code&code=x&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_verifier=" + Verifier),
        ("/connect/token", ["refresh_token", "scope", "resource"], "grant_type=refresh_token&refresh_token=x"),
        ("/connect/introspect", ["token", "token_type_hint", "client_id"], "token=x"),
        ("/connect/revoke", ["token", "token_type_hint", "client_id"], "token=x"),
    ];

    IdpApp App => nodes.First;

    [Fact]
    public async Task In_forms_of_clients_it_is_refused_as_json_or_means_nothing()
    {
        foreach (var (path, names, rest) in Forms)
        {
            foreach (var client in (string[])[TestClients.Service, TestClients.Web])
            {
                foreach (var name in names)
                {
                    foreach (var value in Malformed) (await App.RawAsync(path, With(rest, name, value), RawCalls.BasicOf(client))).Refuses("invalid_request");
                    foreach (var value in Odd) Means(await App.RawAsync(path, With(rest, name, value), RawCalls.BasicOf(client)));
                }
            }
        }
        foreach (var value in Malformed) (await App.RawAsync("/connect/userinfo", "access_token=" + value)).Refuses("invalid_request");
        foreach (var value in Odd) (await App.RawAsync("/connect/userinfo", "access_token=" + value)).Refuses("invalid_token", 401);
    }

    [Fact]
    public async Task As_a_parameters_name_it_is_refused_or_means_nothing()
    {
        foreach (var (path, _, rest) in Forms)
        {
            foreach (var value in Malformed) (await App.RawAsync(path, $"{rest}&{value}=x", RawCalls.BasicOf(TestClients.Service))).Refuses("invalid_request");
            foreach (var value in Odd) Means(await App.RawAsync(path, $"{rest}&{value}=x", RawCalls.BasicOf(TestClients.Service)));
        }
    }

    [Fact]
    public async Task In_authorization_requests_it_ends_on_our_page_or_at_the_client()
    {
        using var browser = App.NewBrowser();
        await browser.AuthorizeAsync(AuthorizeUrl());
        var cookies = browser.Cookies.Header(new(IdpApp.Issuer + "/connect/authorize"));
        var rest = AuthorizeUrl()[(AuthorizeUrl().IndexOf('?', StringComparison.Ordinal) + 1)..];
        foreach (var name in Authorize)
        {
            foreach (var value in (string[])[.. Malformed, .. Odd])
            {
                var query = With(rest, name, value);
                Answer[] answers =
                [
                    await App.RawAsync(HttpMethod.Get, "/connect/authorize?" + query, headers: ("Cookie", cookies)),
                    await App.RawAsync(HttpMethod.Post, "/connect/authorize", System.Text.Encoding.UTF8.GetBytes(query), headers: ("Cookie", cookies)),
                ];
                foreach (var answer in answers)
                {
                    Assert.True(answer.Status is 303 or 400, $"{name}={value}: {answer.Status}");
                    if (Malformed.Contains(value)) Assert.Equal(400, answer.Status);
                }
            }
        }
    }

    [Fact]
    public async Task In_logout_requests_it_harms_nothing()
    {
        foreach (var name in EndSession)
        {
            foreach (var value in (string[])[.. Malformed, .. Odd])
            {
                Assert.InRange((await App.RawAsync(HttpMethod.Get, $"/connect/endsession?{name}={value}")).Status, 300, 400);
                Assert.InRange((await App.RawAsync("/connect/endsession", $"{name}={value}")).Status, 300, 400);
            }
        }
    }

    [Fact]
    public async Task In_the_urls_of_pages_it_harms_nothing()
    {
        using var browser = App.NewBrowser();
        await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Asking));
        foreach (var path in (string[])["/connect/authorize/resume", "/account/login", "/consent", "/account/logout", "/error", "/account/signed-out", "/"])
        {
            foreach (var value in (string[])[.. Malformed, .. Odd])
            {
                Assert.InRange((await App.RawAsync(HttpMethod.Get, $"{path}?tx={value}")).Status, 200, 499);
                Assert.InRange((await App.RawAsync(HttpMethod.Get, $"{path}?tx=x", headers: ("Cookie", $"__Host-idp={value}; idp.browser={value}"))).Status, 200, 499);
            }
        }
    }

    [Fact]
    public async Task As_a_username_or_a_password_it_is_a_failed_sign_in()
    {
        // Somebody of this test's own: so many guesses lock the account.
        await App.AddUserAsync("guessed");
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(), TestContext.Current.CancellationToken);
        var hidden = string.Join('&', login.Form().QuerySelectorAll("input[type=hidden]").Select(input => $"{input.GetAttribute("name")}={Uri.EscapeDataString(input.GetAttribute("value") ?? "")}"));
        var cookies = browser.Cookies.Header(login.Uri);
        foreach (var value in (string[])[.. Malformed, .. Odd])
        {
            foreach (var fields in (string[])[$"Username={value}&Password=x", $"Username=guessed&Password={value}", $"Username=gue{value}ssed&Password={Uri.EscapeDataString(IdpApp.Password)}"])
            {
                var answer = await App.RawAsync(HttpMethod.Post, login.Uri.PathAndQuery, System.Text.Encoding.UTF8.GetBytes($"{hidden}&{fields}"), headers: ("Cookie", cookies));
                // Shown again, or not accepted as a form at all; nobody is signed in.
                Assert.True(answer.Status is 200 or 400, $"{fields}: {answer.Status}");
            }
        }
    }

    /// <summary>What is allowed comes back to the letter, through the database.</summary>
    [Fact]
    public async Task State_and_nonce_come_back_as_they_were_sent()
    {
        using var browser = App.NewBrowser();
        foreach (var value in Odd)
        {
            var text = Uri.UnescapeDataString(value.Replace('+', ' '));
            var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: [("state", text), ("nonce", text)]));
            Assert.Equal(text, back["state"]);
            Assert.Equal(text, (await App.RedeemAsync(back)).Grants().Claims().GetProperty("nonce").GetString());
        }
    }

    static void Means(Answer answer)
    {
        Assert.True(answer.Status is 200 or 400 or 401, answer.ToString());
        if (answer.Status != 200) answer.IsWellFormedRefusal();
    }

    /// <summary>The request with this one parameter replaced, byte for byte.</summary>
    static string With(string rest, string name, string value) => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join('&', rest.Split('&').Where(pair => !pair.StartsWith(name + "=", StringComparison.Ordinal)))}&{name}={value}");
}

public sealed class OddTextOnSqliteTests(SqliteNode nodes) : OddText(nodes), IClassFixture<SqliteNode>;

public sealed class OddTextOnPostgreSqlTests(PostgresNodes nodes) : OddText(nodes), IClassFixture<PostgresNodes>;
