namespace IdentityServer.Domain.Connections;

/// <summary>Whether an identity of this connection may join a user who has others; both sides have to allow it.</summary>
public enum LinkingPolicy
{
    Off,

    /// <summary>When the user asks for it, signed in on both sides.</summary>
    Explicit,

    /// <summary>Also where both sides have verified the same e-mail address.</summary>
    Automatic,
}
