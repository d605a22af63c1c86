using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Connections;

/// <summary>Where a connection leads: what its pinned issuer says of itself, or what is written in the connection. RFC 9700 §4.4.2.</summary>
internal sealed class UpstreamProviders(ProviderDirectory directory)
{
    public async ValueTask<Result<ProviderMetadata>> FindAsync(Connection connection, CancellationToken ct)
    {
        if (connection.Kind == ConnectionKind.OAuth2)
        {
            return new ProviderMetadata
            {
                Issuer = connection.Issuer,
                // It signs nothing.
                JwksUri = "",
                AuthorizationEndpoint = connection.AuthorizationUrl,
                TokenEndpoint = connection.TokenUrl,
                UserInfoEndpoint = connection.UserInfoUrl,
            };
        }
        var found = await directory.FindAsync(connection.Issuer, ct);
        if (found.Metadata is not { } metadata) return Refused(found.Problem ?? DiscoveryProblem.Unreachable);
        return metadata.AuthorizationEndpoint is null || metadata.TokenEndpoint is null ? Refused(DiscoveryProblem.EndpointMalformed) : metadata;
    }

    static Refusal Refused(DiscoveryProblem problem) => new(
        problem is DiscoveryProblem.Unreachable or DiscoveryProblem.TimedOut or DiscoveryProblem.StatusWrong ? Reason.UpstreamUnavailable : Reason.UpstreamMetadataUnusable,
        DiscoveryProblems.Code(problem));
}
