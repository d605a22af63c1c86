using System.Text.Json;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class AppUserIdTokenProfileTests
{
    [Fact]
    public async Task Our_ID_tokens_are_known_by_their_session()
    {
        var tokens = await new World().TokensAsync();
        Assert.True(AppUserIdTokenProfile.IsIdToken(World.Part(tokens.IdToken)));
        Assert.False(AppUserIdTokenProfile.IsIdToken(JsonElement.Parse("""{"iss":"i","sub":"s","aud":"a","iat":1,"exp":2,"jti":"j"}""")));
    }
}
