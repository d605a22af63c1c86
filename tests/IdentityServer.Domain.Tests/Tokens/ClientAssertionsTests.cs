using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>RFC 7523 §2.2, §3. S030, S057.</summary>
public sealed class ClientAssertionsTests
{
    const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    readonly ExchangeWorld world = new();

    public ClientAssertionsTests()
    {
        Put("workload");
        Put("off", disabled: true);
        Put("half", subject: null);
    }

    void Put(string id, string? subject = "u-1", bool disabled = false) => world.World.Clients.Put(new()
    {
        PoolId = world.World.Pool.Id,
        Id = new(id),
        Name = id,
        AuthMethod = ClientAuthMethod.TrustedIssuerJwt,
        TrustedIssuer = ExchangeWorld.Sso,
        TrustedSubject = subject,
        Disabled = disabled,
        CreatedAt = World.Start,
    });

    async Task<Result<Client>> AuthenticateAsync(string assertion, string? client = "workload", string? type = JwtBearer) =>
        await world.World.Authenticator.AuthenticateAsync(world.World.Pool.Id, null,
            World.Form(("client_id", client), ("client_assertion", assertion), ("client_assertion_type", type)), World.Ct);

    [Fact]
    public async Task The_registered_subject_of_the_registered_issuer_is_let_in()
    {
        Assert.Equal("workload", (await AuthenticateAsync(world.Trusted())).Value().Id.Value);
        Assert.Empty(world.World.Spent.Until);
    }

    [Fact]
    public async Task Everything_else_looks_like_a_wrong_secret()
    {
        var other = world.World.TrustedIssuers.Put(ExchangeWorld.NewIssuer("ti-2", "https://other.example"));
        var stranger = world.World.TrustedIssuers.Put(ExchangeWorld.NewIssuer("ti-9", "https://third.example", "org-globex"));
        var good = world.Trusted();
        Reason?[] reasons =
        [
            (await AuthenticateAsync("rubbish")).Reason(),
            (await AuthenticateAsync(world.Trusted(issuer: stranger))).Reason(),
            (await AuthenticateAsync(world.Trusted(issuer: other))).Reason(),
            (await AuthenticateAsync(world.Trusted("u-2"))).Reason(),
            (await AuthenticateAsync(good, "half")).Reason(),
            (await AuthenticateAsync(good, "off")).Reason(),
            (await AuthenticateAsync(good, "nobody")).Reason(),
            (await AuthenticateAsync(good, "web")).Reason(),
            (await AuthenticateAsync(good, "spa")).Reason(),
            (await AuthenticateAsync(good, null)).Reason(),
            (await AuthenticateAsync(good, type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")).Reason(),
            (await AuthenticateAsync(good, type: null)).Reason(),
        ];
        Assert.Equal(
        [
            Reason.AssertionInvalid, Reason.AssertionInvalid, Reason.AssertionOfAnotherIssuer, Reason.AssertionOfAnotherSubject, Reason.AssertionOfAnotherSubject,
            Reason.ClientDisabled, Reason.ClientUnknown, Reason.ClientProofNotRegistered, Reason.ClientProofNotRegistered,
            Reason.ClientUnidentified, Reason.ClientProofUnsupported, Reason.ClientProofUnsupported,
        ], reasons);
        Assert.Single(reasons.Append(Reason.SecretWrong).Select(reason => (reason!.Code, reason.Sentence)).Distinct());
    }

    [Fact]
    public async Task Its_own_method_is_the_only_one_that_a_client_has()
    {
        Assert.Equal(Reason.ClientProofNotRegistered, (await world.World.Authenticator.AuthenticateAsync(world.World.Pool.Id, null, World.Form(("client_id", "workload")), World.Ct)).Reason());
        Assert.Equal(Reason.ClientProofNotRegistered, (await world.World.Authenticator.AuthenticateAsync(world.World.Pool.Id, World.Basic("workload", ""), World.Form(), World.Ct)).Reason());
        Assert.Equal(0, world.World.Trusted.Reads);
    }

    [Fact]
    public async Task A_short_one_with_a_jti_is_taken_once_and_a_failed_try_does_not_take_it()
    {
        var token = world.Trusted(more: "\"jti\":\"j-1\"", lives: 900);
        Assert.Equal(Reason.ClientDisabled, (await AuthenticateAsync(token, "off")).Reason());
        Assert.Null((await AuthenticateAsync(token)).Reason());
        Assert.Equal(Reason.AssertionSpent, (await AuthenticateAsync(token)).Reason());
        Assert.Equal([World.Start.AddSeconds(900) + JwtExpectations.MaxSkew], world.World.Spent.Until);
        // The same jti of the same issuer, whatever the rest says.
        Assert.Equal(Reason.AssertionSpent, (await AuthenticateAsync(world.Trusted(more: "\"jti\":\"j-1\",\"x\":1", lives: 600))).Reason());
        Assert.Null((await AuthenticateAsync(world.Trusted(more: "\"jti\":\"j-2\"", lives: 900))).Reason());
    }

    [Fact]
    public async Task Of_many_that_bring_it_at_once_one_gets_in()
    {
        var token = world.Trusted(more: "\"jti\":\"j-1\"", lives: 60);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AuthenticateAsync(token), World.Ct)));
        Assert.Equal(1, results.Count(result => result.Reason() is null));
    }

    [Theory]
    [InlineData(901)]
    [InlineData(3600)]
    public async Task A_standing_credential_comes_again_and_again(int lives)
    {
        var token = world.Trusted(more: "\"jti\":\"j-1\"", lives: lives);
        for (var i = 0; i < 3; i++) Assert.Null((await AuthenticateAsync(token)).Reason());
        Assert.Empty(world.World.Spent.Until);
    }

    [Fact]
    public async Task Where_nobody_owns_the_pool_nobody_vouches()
    {
        var nobodys = new World();
        var form = World.Form(("client_id", "workload"), ("client_assertion", world.Trusted()), ("client_assertion_type", JwtBearer));
        nobodys.Clients.Put((await AuthenticateAsync(world.Trusted())).Value());
        Assert.Equal(Reason.AssertionInvalid, (await nobodys.Authenticator.AuthenticateAsync(nobodys.Pool.Id, null, form, World.Ct)).Reason());
    }
}
