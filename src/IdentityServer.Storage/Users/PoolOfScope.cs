namespace IdentityServer.Storage.Users;

/// <summary>Whose users ASP.NET Core Identity sees in a scope: its own ports have no word for pools.</summary>
public sealed class PoolOfScope
{
    public PoolId Id { get; set; } = PoolId.Default;
}
