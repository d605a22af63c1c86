namespace IdentityServer.Management;

/// <summary>A part of the management API: its routes, each with the role that it requires.</summary>
internal interface IManagementResource
{
    /// <param name="v1">Paths are below it.</param>
    void Map(IEndpointRouteBuilder v1);
}
