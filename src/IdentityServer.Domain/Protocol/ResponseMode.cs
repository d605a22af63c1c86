namespace IdentityServer.Domain.Protocol;

/// <summary>How the authorization answer travels: OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode §2.</summary>
public enum ResponseMode
{
    /// <summary>The one for response_type=code unless the request says otherwise.</summary>
    Query,
    Fragment,
    FormPost,
}

/// <summary>Names of the response modes on the wire.</summary>
public static class ResponseModes
{
    public static readonly IReadOnlyList<string> Names = ["query", "fragment", "form_post"];

    public static bool TryParse(string? name, out ResponseMode mode)
    {
        (mode, var known) = name switch
        {
            null or "query" => (ResponseMode.Query, true),
            "fragment" => (ResponseMode.Fragment, true),
            "form_post" => (ResponseMode.FormPost, true),
            _ => (ResponseMode.Query, false),
        };
        return known;
    }
}
