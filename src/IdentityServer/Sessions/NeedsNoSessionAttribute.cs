namespace IdentityServer.Sessions;

/// <summary>A page that is the same for everybody: who is signed in is not looked up, so it is there without the database too.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsNoSessionAttribute : Attribute;
