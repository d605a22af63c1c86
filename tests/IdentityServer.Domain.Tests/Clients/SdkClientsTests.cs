using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tests.Pools;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

public sealed class SdkClientsTests
{
    static Client Typed(SdkClientKind kind = SdkClientKind.Application, bool oauthDisabled = false, string? extension = null, string? logo = null,
        IReadOnlyList<string>? redirectUris = null, IReadOnlyList<string>? origins = null) => new()
        {
            PoolId = kind == SdkClientKind.Application ? UserPoolTests.Of().Id : PoolId.Default,
            Id = new("0197f5b0-0000-7000-8000-00000000000a"),
            Name = "Web",
            RedirectUris = redirectUris ?? ["https://web.example/cb", "com.example.app:/cb", "http://127.0.0.1:3000/cb", "https://web.example/other"],
            AllowedOrigins = origins ?? ["https://shop.example", "https://web.example"],
            LogoUri = logo,
            CreatedAt = World.Start,
            Sdk = new() { OrganizationId = "acme", Kind = kind, OauthDisabled = oauthDisabled, ChromeExtensionId = extension },
            Version = "1",
        };

    static readonly TokenSource Elsewhere = new() { JwksUri = "https://a.example" };

    [Fact]
    public void An_application_of_a_hosted_pool_is_a_public_client_of_the_code_flow()
    {
        var client = SdkClients.Complete(Typed(), UserPoolTests.Of());
        Assert.True(client.IsPublic);
        Assert.Equal([GrantTypes.AuthorizationCode, GrantTypes.RefreshToken], client.GrantTypes);
        Assert.Equal("openid profile email offline_access", client.Scope.Text);
        Assert.Equal(["https://shop.example", "https://web.example", "http://127.0.0.1:3000"], client.AllowedOrigins);
        Assert.Equal(("1", "acme", World.Start), (client.Version, client.Sdk!.OrganizationId, client.CreatedAt));
    }

    [Fact]
    public void Every_other_one_has_no_grant()
    {
        Client[] others =
        [
            SdkClients.Complete(Typed(), UserPoolTests.Of(Elsewhere)), SdkClients.Complete(Typed(oauthDisabled: true), UserPoolTests.Of()),
            SdkClients.Complete(Typed(redirectUris: []), UserPoolTests.Of()), SdkClients.Complete(Typed(SdkClientKind.Service), null),
        ];
        Assert.All(others, client =>
        {
            Assert.Empty(client.GrantTypes);
            Assert.Equal("", client.Scope.Text);
            Assert.True(client.IsPublic);
        });
    }

    [Fact]
    public void What_may_be_registered_has_no_flaw() => Assert.Null(SdkClients.Flaw(Typed(extension: new('p', 32), logo: "https://a.example/logo")));

    [Fact]
    public void Each_list_is_named_with_what_is_wrong()
    {
        void Wrong(Client typed, string member, string problem) => Assert.Equal((member, problem), SdkClients.Flaw(typed));
        Wrong(Typed(redirectUris: ["http://web.example"]), "oauthConfig.redirectUrls", "must use https unless the host is loopback");
        Wrong(Typed(redirectUris: ["https://web.example/" + new string('x', 2048)]), "oauthConfig.redirectUrls", "must have at most 2048 characters each");
        Wrong(Typed(redirectUris: [.. Enumerable.Range(0, 51).Select(i => $"https://web.example/{i}")]), "oauthConfig.redirectUrls", "must have at most 50 entries");
        Wrong(Typed(origins: ["https://web.example/"]), "allowedOrigins", "must be scheme, host and port alone, in lower case and without a trailing slash");
        Wrong(Typed(logo: "com.example.app:/x"), "oauthConfig.logoUrl", "must use https");
        foreach (var extension in new[] { "", new string('a', 31), new string('q', 32), new string('A', 32) })
            Wrong(Typed(extension: extension), "oauthConfig.chromeExtensionId", "must be 32 letters from a to p");
    }
}
