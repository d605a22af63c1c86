using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

public sealed class ConnectionPresetTests
{
    [Fact]
    public void The_providers_that_people_use_most_are_there() =>
        Assert.Equal(["google", "microsoft", "apple", "github", "gitlab", "okta", "auth0", "keycloak", "oidc"], ConnectionPreset.All.Select(preset => preset.Id));

    [Fact]
    public void Each_makes_a_connection_that_may_stay() => Assert.All(ConnectionPreset.All, preset =>
    {
        var values = preset.Parameters.Keys.ToDictionary(name => name, name => name == "issuer" ? "https://sso.example" : "acme.example");
        var (connection, flaw) = new ConnectionDrafts(new PlainConnectionSecrets(), TimeProvider.System)
            .Read(new() { Preset = preset.Id, PresetParameters = values, ClientId = "us", ClientSecret = "s" }, PoolId.Default, "o", null);
        Assert.Null(flaw);
        Assert.Null(Reconcilers.ConnectionRules.Flaw(connection!));
        Assert.DoesNotContain('{', connection!.Issuer);
    });

    [Fact]
    public void One_that_is_not_there_is_none() => Assert.Null(ConnectionPreset.Find("Google"));
}
