namespace IdentityServer.Egress;

/// <summary>Carries a problem out of the callback that connects; it ends in <see cref="GuardedHttp"/>.</summary>
internal sealed class EgressException(EgressProblem problem, string detail) : Exception(detail)
{
    public EgressProblem Problem => problem;
}
