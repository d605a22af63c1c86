namespace IdentityServer.Sessions;

/// <summary>A page for members of an organization. Users of a pool are nobody there: their session is not looked up.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ForMembersAttribute : Attribute
{
    /// <summary>Whoever is not logged in may come too; from other pages they are led to the login.</summary>
    public bool AndNobody { get; init; }
}
