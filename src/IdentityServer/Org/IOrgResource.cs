namespace IdentityServer.Org;

/// <summary>A part of the API that programs of hosted services know: its routes, each with the role that it requires.</summary>
internal interface IOrgResource
{
    /// <param name="routes">Paths are written in full.</param>
    void Map(IEndpointRouteBuilder routes);
}
