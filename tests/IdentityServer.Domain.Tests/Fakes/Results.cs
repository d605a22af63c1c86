using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Short ways to what a result holds.</summary>
static class Results
{
    public static T Value<T>(this Result<T> result)
    {
        var passed = result.Try(out var value, out var no);
        Assert.True(passed, passed ? "" : $"{no.Reason} {no.Detail}");
        return value!;
    }

    public static Reason? Reason<T>(this Result<T> result) => result.Try(out _, out var no) ? null : no.Reason;
}
