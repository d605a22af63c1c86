using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>The names that keys may be given from outside: RFC 7517 §4.5 leaves them to us.</summary>
public static class Kids
{
    // An operator asks for a key and revokes it under its name, as one segment of a path (RFC 3986 §3.3). Of these
    // characters some client or proxy makes something else, encoded or not; %2F alone arrives as it was sent.
    const string NotInPaths = "\\%?#";

    /// <summary>Why a key cannot have this name, for the operator; null where it can.</summary>
    public static string? Problem(string kid)
    {
        if (!Ids.IsWellFormed(kid)) return "The kid must be 1 to 255 visible ASCII characters without a blank.";
        // Segments of dots are resolved away before they arrive.
        return kid.AsSpan().ContainsAny(NotInPaths) || kid.Split('/').Any(segment => segment is "." or "..")
            ? "The kid stands in addresses of the management API: it must not be . or .., and none of \\ % ? # may be in it."
            : null;
    }
}
