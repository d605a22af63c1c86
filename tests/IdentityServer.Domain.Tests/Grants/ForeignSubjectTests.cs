using System.Text.Json;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

public sealed class ForeignSubjectTests
{
    [Theory]
    [InlineData("""{"sub":"u-1","iss":"https://a.example"}""", "u-1", "https://a.example")]
    [InlineData("""{"sub":7,"iss":["https://a.example"]}""", null, null)]
    [InlineData("{}", null, null)]
    public void Who_it_is_to_its_own_issuer_is_text_or_nobody(string claims, string? subject, string? issuer)
    {
        var token = new ForeignSubject("mapped", "ti-1", World.Start, JsonElement.Parse(claims));
        Assert.Equal((subject, issuer, "mapped"), (token.Subject, token.Issuer, token.UserId));
    }
}
