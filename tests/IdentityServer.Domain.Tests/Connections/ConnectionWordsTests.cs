using IdentityServer.Domain.Connections;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

public sealed class ConnectionWordsTests
{
    [Fact]
    public void Each_word_means_what_it_is_called()
    {
        Assert.All(Enum.GetValues<ConnectionKind>(), kind => Assert.True(ConnectionWords.TryKind(ConnectionWords.NameOf(kind), out var read) && read == kind));
        Assert.All(Enum.GetValues<UpstreamAuthMethod>(), method => Assert.True(ConnectionWords.TryAuthMethod(ConnectionWords.NameOf(method), out var read) && read == method));
        Assert.All(Enum.GetValues<LinkingPolicy>(), policy => Assert.True(ConnectionWords.TryLinking(ConnectionWords.NameOf(policy), out var read) && read == policy));
        Assert.Equal(ConnectionWords.AuthMethods, string.Join(", ", Enum.GetValues<UpstreamAuthMethod>().Select(ConnectionWords.NameOf)));
    }

    [Fact]
    public void Silence_means_nothing_and_another_word_is_refused()
    {
        Assert.True(ConnectionWords.TryKind(null, out var kind) && kind is null);
        Assert.True(ConnectionWords.TryAuthMethod(null, out var method) && method is null);
        Assert.False(ConnectionWords.TryKind("SAML2", out _));
        Assert.False(ConnectionWords.TryAuthMethod("Client_Secret_Basic", out _));
        Assert.False(ConnectionWords.TryLinking("explicit", out _));
    }
}
