namespace IdentityServer.Egress;

/// <summary>What came of a call: a status, with the body of a success or the short JSON of a refusal, or a problem.</summary>
/// <param name="Detail">More about a problem, in words of ours.</param>
internal sealed record EgressAnswer(int Status, string? MediaType, ReadOnlyMemory<byte> Body, EgressProblem? Problem = null, string? Detail = null)
{
    public static EgressAnswer Failed(EgressProblem problem, string? detail = null) => new(0, null, default, problem, detail);
}
