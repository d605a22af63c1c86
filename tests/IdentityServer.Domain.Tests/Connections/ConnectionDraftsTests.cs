using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

public sealed class ConnectionDraftsTests
{
    readonly ManualClock clock = new(World.Start);
    readonly ConnectionDrafts drafts;

    public ConnectionDraftsTests() => drafts = new(new PlainConnectionSecrets(), clock);

    Connection Read(ConnectionDraft draft, Connection? existing = null)
    {
        var (connection, flaw) = drafts.Read(draft, PoolId.Default, "o", existing);
        Assert.Null(flaw);
        return connection!;
    }

    static Dictionary<string, string> Of(string name, string value) => new() { [name] = value };

    [Fact]
    public void A_preset_fills_what_nobody_has_written()
    {
        var google = Read(new() { Preset = "google", ClientId = "us", ClientSecret = "s" });
        Assert.Equal(("google", "Google", "https://accounts.google.com", ConnectionKind.Oidc), (google.Id, google.Name, google.Issuer, google.Kind));
        var github = Read(new() { Preset = "github", ConnectionId = "gh", Name = "Our GitHub", ClientId = "us", ClientSecret = "s" });
        Assert.Equal(("gh", "Our GitHub", "https://api.github.com/user", "{id}", ConnectionKind.OAuth2), (github.Id, github.Name, github.Issuer, github.SubjectExpression, github.Kind));
        var auth0 = Read(new() { Preset = "auth0", PresetParameters = Of("domain", "acme.eu.auth0.com"), ClientId = "us", ClientSecret = "s" });
        Assert.Equal("https://acme.eu.auth0.com/", auth0.Issuer);
        Assert.All([google, github, auth0], connection => Assert.Null(Reconcilers.ConnectionRules.Flaw(connection)));
    }

    [Theory]
    [InlineData("nobody", "preset")]
    [InlineData("microsoft", "presetParameters")]
    public void A_preset_that_cannot_be_filled_says_why(string preset, string member) =>
        Assert.Equal(member, drafts.Read(new() { Preset = preset, ClientId = "us" }, PoolId.Default, "o", null).Flaw?.Member);

    [Theory]
    [InlineData("a/../../evil")]
    [InlineData("evil.example/?")]
    [InlineData("evil@x")]
    public void What_is_put_into_an_issuer_leads_nowhere_else(string tenant)
    {
        var (connection, flaw) = drafts.Read(new() { Preset = "microsoft", PresetParameters = Of("tenant", tenant), ClientId = "us", ClientSecret = "s" }, PoolId.Default, "o", null);
        // A path of dots is another tenant's at most, and on the same host.
        Assert.True(flaw?.Member == "presetParameters" || new Uri(connection!.Issuer).Host == "login.microsoftonline.com");
    }

    [Fact]
    public void What_is_absent_stays_and_the_same_secret_is_the_same()
    {
        var before = Read(new() { ConnectionId = "sso", IssuerUrl = "https://sso.example", ClientId = "us", ClientSecret = "s", Linking = LinkingPolicy.Explicit });
        clock.Advance(TimeSpan.FromDays(1));
        var after = Read(new() { ClientId = "we", ClientSecret = "s" }, before);
        Assert.Equal(("sso", "we", "https://sso.example", LinkingPolicy.Explicit, before.SealedClientSecret, before.CreatedAt), (after.Id, after.ClientId, after.Issuer, after.Linking, after.SealedClientSecret, after.CreatedAt));
        Assert.NotEqual(before.Version, after.Version);
        Assert.NotEqual(before.SealedClientSecret, Read(new() { ClientSecret = "t" }, before).SealedClientSecret);
        Assert.Null(Read(new() { AuthMethod = UpstreamAuthMethod.PrivateKeyJwt }, before).SealedClientSecret);
        // The id is the row's, whatever is typed.
        Assert.Equal("sso", Read(new() { ConnectionId = "other" }, before).Id);
    }

    [Fact]
    public void An_issuer_stays()
    {
        var before = Read(new() { ConnectionId = "sso", IssuerUrl = "https://sso.example", ClientId = "us", ClientSecret = "s" });
        Assert.True(ConnectionDrafts.AsksForAnotherIssuer(new() { IssuerUrl = "https://sso.example/" }, before));
        Assert.True(ConnectionDrafts.AsksForAnotherIssuer(new() { Kind = ConnectionKind.OAuth2 }, before));
        Assert.False(ConnectionDrafts.AsksForAnotherIssuer(new() { IssuerUrl = "https://sso.example" }, before));
        Assert.Equal("https://sso.example", Read(new() { IssuerUrl = "https://evil.example" }, before).Issuer);
    }

    [Fact]
    public void A_secret_is_checked_before_it_is_sealed() =>
        Assert.Equal("clientSecret", drafts.Read(new() { ConnectionId = "a", IssuerUrl = "https://a.example", ClientSecret = "" }, PoolId.Default, "o", null).Flaw?.Member);
}
