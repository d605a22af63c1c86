using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.House;

/// <summary>Every refusal is provoked by some test of some project; <see cref="Witnesses"/> knows which.</summary>
public sealed class ReasonsTests
{
    [Fact]
    public void Every_reason_is_provoked_by_a_test() => Assert.DoesNotContain(Reason.All, reason => Witnesses.Of(reason) is null);

    [Fact]
    public void Witnesses_over_HTTP_are_named_only_where_no_test_names_the_reason_itself()
    {
        Assert.Empty(Witnesses.OverHttp.Keys.Except(Reason.All.Select(reason => reason.Name)));
        Assert.DoesNotContain(Reason.All, reason => Witnesses.OverHttp.ContainsKey(reason.Name) && Witnesses.Naming(reason) is not null);
    }
}
