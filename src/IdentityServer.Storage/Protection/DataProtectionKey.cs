namespace IdentityServer.Storage.Protection;

/// <summary>An element of the Data Protection ring; the host has encrypted the XML before it comes here.</summary>
internal sealed class DataProtectionKey
{
    public required Guid Id { get; init; }
    public required string FriendlyName { get; init; }
    public required string Xml { get; init; }
}
