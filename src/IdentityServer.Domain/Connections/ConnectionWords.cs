namespace IdentityServer.Domain.Connections;

/// <summary>The words of the management API, the declarative file and the command line for what a connection can be.</summary>
public static class ConnectionWords
{
    public const string AuthMethods = "client_secret_basic, client_secret_post, private_key_jwt, none";

    public static string NameOf(ConnectionKind kind) => kind == ConnectionKind.Oidc ? "OIDC" : "OAUTH2";

    public static string NameOf(UpstreamAuthMethod method) => method switch
    {
        UpstreamAuthMethod.ClientSecretBasic => "client_secret_basic",
        UpstreamAuthMethod.ClientSecretPost => "client_secret_post",
        UpstreamAuthMethod.PrivateKeyJwt => "private_key_jwt",
        _ => "none",
    };

    /// <summary>Null for off.</summary>
    public static string? NameOf(LinkingPolicy policy) => policy switch
    {
        LinkingPolicy.Explicit => "EXPLICIT",
        LinkingPolicy.Automatic => "AUTOMATIC",
        _ => null,
    };

    /// <summary>True with null for null.</summary>
    public static bool TryKind(string? word, out ConnectionKind? kind)
    {
        (kind, var known) = word switch
        {
            null => ((ConnectionKind?)null, true),
            "OIDC" => (ConnectionKind.Oidc, true),
            "OAUTH2" => (ConnectionKind.OAuth2, true),
            _ => (null, false),
        };
        return known;
    }

    /// <inheritdoc cref="TryKind"/>
    public static bool TryAuthMethod(string? word, out UpstreamAuthMethod? method)
    {
        method = word is null ? null : Enum.GetValues<UpstreamAuthMethod>().Cast<UpstreamAuthMethod?>().FirstOrDefault(known => NameOf(known!.Value) == word);
        return word is null || method is not null;
    }

    /// <summary>Null is off.</summary>
    public static bool TryLinking(string? word, out LinkingPolicy policy)
    {
        (policy, var known) = word switch
        {
            null => (LinkingPolicy.Off, true),
            "EXPLICIT" => (LinkingPolicy.Explicit, true),
            "AUTOMATIC" => (LinkingPolicy.Automatic, true),
            _ => (LinkingPolicy.Off, false),
        };
        return known;
    }
}
