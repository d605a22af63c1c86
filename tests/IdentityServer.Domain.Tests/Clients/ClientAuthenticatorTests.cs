using System.Text;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

/// <summary>S029 to S031.</summary>
public sealed class ClientAuthenticatorTests
{
    readonly World world = new();

    public ClientAuthenticatorTests()
    {
        world.Clients.Put(World.NewClient("post", ClientAuthMethod.ClientSecretPost));
        world.Clients.Put(World.NewClient("off", disabled: true));
        world.Clients.Put(World.NewClient("bare", ClientAuthMethod.None));
        world.Clients.Put(World.NewClient("odd:id", secret: "p%C3+ä:ß €"));
    }

    async Task<Result<Client>> AuthenticateAsync(string? authorization, params (string, string?)[] form) =>
        await world.Authenticator.AuthenticateAsync(world.Pool.Id, authorization, World.Form(form), World.Ct);

    static string Raw(string text) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task Each_method_lets_its_own_clients_in()
    {
        Assert.Equal("web", (await AuthenticateAsync(World.Basic("web"))).Value().Id.Value);
        Assert.Equal("web", (await AuthenticateAsync(World.Basic("web"), ("client_id", "web"))).Value().Id.Value);
        Assert.Equal("post", (await AuthenticateAsync(null, ("client_id", "post"), ("client_secret", World.Secret))).Value().Id.Value);
        Assert.Equal("spa", (await AuthenticateAsync(null, ("client_id", "spa"))).Value().Id.Value);
        Assert.Equal("spa", (await AuthenticateAsync(null, ("client_id", "spa"), ("client_secret", ""))).Value().Id.Value);
    }

    [Fact]
    public async Task A_method_that_is_not_the_registered_one_is_refused_even_with_the_right_secret()
    {
        Assert.Equal(Reason.ClientProofNotRegistered, (await AuthenticateAsync(null, ("client_id", "web"), ("client_secret", World.Secret))).Reason());
        Assert.Equal(Reason.ClientProofNotRegistered, (await AuthenticateAsync(World.Basic("post"))).Reason());
        Assert.Equal(Reason.ClientProofNotRegistered, (await AuthenticateAsync(null, ("client_id", "web"))).Reason());
        Assert.Equal(Reason.ClientProofNotRegistered, (await AuthenticateAsync(World.Basic("spa"))).Reason());
        Assert.Equal(Reason.ClientProofNotRegistered, (await AuthenticateAsync(World.Basic("spa", ""))).Reason());
        Assert.Equal(Reason.ClientProofNotRegistered, (await AuthenticateAsync(null, ("client_id", "spa"), ("client_secret", World.Secret))).Reason());
    }

    [Fact]
    public async Task Who_it_is_and_what_is_wrong_look_the_same_outside()
    {
        Reason?[] reasons =
        [
            (await AuthenticateAsync(World.Basic("nobody"))).Reason(),
            (await AuthenticateAsync(World.Basic("web", "wrong"))).Reason(),
            (await AuthenticateAsync(World.Basic("web", ""))).Reason(),
            (await AuthenticateAsync(World.Basic("off"))).Reason(),
            (await AuthenticateAsync(null, ("client_id", "nobody"))).Reason(),
            (await AuthenticateAsync(null)).Reason(),
        ];
        Assert.Equal([Reason.ClientUnknown, Reason.SecretWrong, Reason.SecretWrong, Reason.ClientDisabled, Reason.ClientUnknown, Reason.ClientUnidentified], reasons);
        Assert.Single(reasons.Select(reason => (reason!.Code, reason.Sentence)).Distinct());
    }

    [Fact]
    public async Task Two_proofs_in_one_request_are_one_too_many()
    {
        Assert.Equal(Reason.SeveralClientProofs, (await AuthenticateAsync(World.Basic("web"), ("client_secret", World.Secret))).Reason());
        Assert.Equal(Reason.SeveralClientProofs, (await AuthenticateAsync(World.Basic("web"), ("client_assertion", "x"))).Reason());
        Assert.Equal(Reason.SeveralClientProofs, (await AuthenticateAsync("Bearer junk", ("client_id", "post"), ("client_secret", World.Secret))).Reason());
        Assert.Equal(Reason.SeveralClientProofs, (await AuthenticateAsync("", ("client_id", "post"), ("client_secret", World.Secret))).Reason());
        Assert.Equal(Reason.SeveralClientProofs, (await AuthenticateAsync(null, ("client_id", "post"), ("client_secret", World.Secret), ("client_assertion_type", "x"))).Reason());
        Assert.Equal(Reason.ClientProofUnsupported, (await AuthenticateAsync(null, ("client_id", "spa"), ("client_assertion", "x"))).Reason());
        Assert.Equal(Reason.ClientProofUnsupported, (await AuthenticateAsync(null, ("client_id", "spa"), ("client_assertion_type", "x"))).Reason());
        Assert.Equal(Reason.ClientIdsDiffer, (await AuthenticateAsync(World.Basic("web"), ("client_id", "spa"))).Reason());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic d2Vi")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic d2ViOnNlY3JldA=")]
    [InlineData("Basic d2ViOv8=")]
    [InlineData("Basic d2ViOiUwMA==")]
    [InlineData("Basic d2ViOgA=")]
    [InlineData("Basicd2ViOnNlY3JldA==")]
    [InlineData("Bearer d2ViOnNlY3JldA==")]
    [InlineData("Basic é")]
    public async Task A_malformed_header_is_refused_and_nobody_is_looked_up(string header)
    {
        Assert.Equal(Reason.BasicMalformed, (await AuthenticateAsync(header)).Reason());
        Assert.Equal(Reason.BasicMalformed, (await AuthenticateAsync(header, ("client_id", "spa"))).Reason());
        Assert.Equal(0, world.Clients.Reads);
    }

    [Fact]
    public async Task A_huge_header_is_refused()
    {
        Assert.Equal(Reason.BasicMalformed, (await AuthenticateAsync(World.Basic("web", new('x', 5000)))).Reason());
        Assert.Equal(Reason.SecretWrong, (await AuthenticateAsync(World.Basic("web", new('x', 1520)))).Reason());
    }

    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    [Theory]
    [InlineData("odd%3Aid:p%25C3%2B%C3%A4:%C3%9F+%E2%82%AC")]
    [InlineData("odd%3aid:p%25C3%2b%c3%a4%3A%c3%9f%20%e2%82%ac")]
    public async Task Percent_encoded_and_unicode_secrets_are_read(string text)
    {
        Assert.Equal("odd:id", (await AuthenticateAsync(Raw(text))).Value().Id.Value);
        Assert.Equal("odd:id", (await AuthenticateAsync("bAsIc  " + Raw(text)[6..])).Value().Id.Value);
    }

    [Theory]
    [InlineData("web:%")]
    [InlineData("web:%zz")]
    [InlineData("web:%ff")]
    [InlineData("web:%ed%a0%80")]
    [InlineData("web:%E2%82")]
    public async Task Broken_percent_signs_make_a_wrong_secret_and_no_exception(string text) =>
        Assert.Equal(Reason.SecretWrong, (await AuthenticateAsync(Raw(text))).Reason());

    [Theory]
    [InlineData(" web")]
    [InlineData("web ")]
    [InlineData("WEB")]
    [InlineData("wéb")]
    [InlineData("web\u00a0")]
    public async Task A_client_id_counts_byte_for_byte(string id) =>
        Assert.Equal(Reason.ClientUnknown, (await AuthenticateAsync(null, ("client_id", id))).Reason());

    [Fact]
    public async Task A_client_of_another_pool_is_unknown()
    {
        world.Clients.Put(World.NewClient("elsewhere", ClientAuthMethod.None, pool: new("other")));
        Assert.Equal(Reason.ClientUnknown, (await AuthenticateAsync(null, ("client_id", "elsewhere"))).Reason());
    }
}
