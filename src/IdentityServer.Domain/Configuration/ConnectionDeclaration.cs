using IdentityServer.Domain.Connections;

namespace IdentityServer.Domain.Configuration;

/// <summary>An entry of <c>connections</c>, in the words of the API. Its client secret is shown by no ToString.</summary>
/// <param name="UserPoolId">Null for the default pool.</param>
public sealed record ConnectionDeclaration(string? UserPoolId, ConnectionDraft Draft)
{
    /// <summary>As the connection will have it.</summary>
    public string Id => Draft.ConnectionId ?? Draft.Preset ?? "";

    public override string ToString() => UserPoolId is null ? $"connection {Id}" : $"connection {Id} of {UserPoolId}";
}
