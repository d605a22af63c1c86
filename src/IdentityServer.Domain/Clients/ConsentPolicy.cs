namespace IdentityServer.Domain.Clients;

/// <summary>When a client's users are asked to agree: OIDC Core §3.1.2.4.</summary>
public enum ConsentPolicy
{
    /// <summary>Never: the operator has agreed for them (a first-party application).</summary>
    Implicit,

    /// <summary>Once for each set of scopes.</summary>
    Remember,

    /// <summary>Each time.</summary>
    Always,
}
