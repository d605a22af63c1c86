namespace IdentityServer.Pages;

/// <summary>
/// An address from a client's registration, before it becomes a link: only absolute http and https pass.
/// Registration checks it too; a page does not rely on that (<c>javascript:</c> in an href is a script).
/// </summary>
static class OutsideLink
{
    public static string? OrNull(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri.AbsoluteUri
            : null;
}
