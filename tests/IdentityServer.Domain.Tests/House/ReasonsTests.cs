using System.Text.RegularExpressions;
using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.House;

/// <summary>
/// Every refusal is provoked by some test of some project: its name stands in a test file as Reason.X, or as X in quotes.
/// Files that are about the reasons themselves do not count.
/// </summary>
public sealed class ReasonsTests
{
    /// <summary>Those that only the host can refuse with: tests over HTTP are to provoke them. The list only ever gets shorter.</summary>
    static readonly string[] OwedByTheHost =
    [
        nameof(Reason.MethodNotAllowed), nameof(Reason.ContentTypeWrong), nameof(Reason.BodyTooLarge), nameof(Reason.EncodingMalformed),
        nameof(Reason.CredentialsInQuery), nameof(Reason.LoginCancelled), nameof(Reason.BearerMissing), nameof(Reason.SeveralBearers),
        nameof(Reason.StorageUnavailable), nameof(Reason.Unexpected),
    ];

    [Fact]
    public void Every_reason_is_provoked_by_a_test_except_those_that_are_owed()
    {
        var text = string.Concat(Repository.Sources("tests").Where(file => Path.GetFileName(file) is not ("ReasonsTests.cs" or "ReasonTests.cs")).Select(File.ReadAllText));
        var missing = Reason.All.Select(reason => reason.Name).Where(name => !Regex.IsMatch(text, $@"\bReason\.{name}\b|""{name}""")).ToArray();
        Assert.Empty(missing.Except(OwedByTheHost));
    }
}
