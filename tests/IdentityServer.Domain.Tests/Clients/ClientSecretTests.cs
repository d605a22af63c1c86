using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

public sealed class ClientSecretTests
{
    static Client With(params ClientCredential[] credentials) => new()
    {
        PoolId = PoolId.Default,
        Id = new("c"),
        Name = "C",
        Credentials = credentials,
        CreatedAt = World.Start,
    };

    static ClientCredential Credential(string secret, DateTimeOffset? expires = null) =>
        new() { SecretDigest = ClientSecret.DigestOf(secret), CreatedAt = World.Start, ExpiresAt = expires };

    [Fact]
    public void A_new_secret_is_long_and_stored_as_its_digest()
    {
        var secret = ClientSecret.New();
        Assert.True(secret.Length >= ClientSecret.ShortestLength);
        Assert.NotEqual(secret, ClientSecret.New());
        Assert.NotEqual(secret, ClientSecret.DigestOf(secret));
        Assert.True(ClientSecret.Matches(With(Credential(secret)), secret, World.Start));
    }

    [Fact]
    public void Secrets_overlap_while_they_are_changed()
    {
        var client = With(Credential("the-old-secret-of-c", World.Start.AddHours(1)), Credential("the-new-secret-of-c"));
        Assert.True(ClientSecret.Matches(client, "the-old-secret-of-c", World.Start));
        Assert.True(ClientSecret.Matches(client, "the-new-secret-of-c", World.Start));
        Assert.False(ClientSecret.Matches(client, "the-old-secret-of-c", World.Start.AddHours(1)));
        Assert.True(ClientSecret.Matches(client, "the-new-secret-of-c", World.Start.AddHours(1)));
    }

    [Fact]
    public void Nobody_and_a_client_without_credentials_match_nothing()
    {
        foreach (var secret in (string[])["", "x", ClientSecret.New()])
        {
            Assert.False(ClientSecret.Matches(null, secret, World.Start));
            Assert.False(ClientSecret.Matches(With(), secret, World.Start));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("The-secret-of-c")]
    [InlineData("the-secret-of-c ")]
    [InlineData("the-secret-of-")]
    public void Only_the_exact_secret_matches(string secret) =>
        Assert.False(ClientSecret.Matches(With(Credential("the-secret-of-c")), secret, World.Start));

    [Fact]
    public void The_digest_itself_is_no_secret() =>
        Assert.False(ClientSecret.Matches(With(Credential("the-secret-of-c")), ClientSecret.DigestOf("the-secret-of-c"), World.Start));
}
