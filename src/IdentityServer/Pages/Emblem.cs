using System.Globalization;

namespace IdentityServer.Pages;

/// <summary>The picture at the head of a pass: the application's logo, or the first letter of its name.</summary>
sealed record Emblem(string? Name, string? LogoUri = null)
{
    /// <summary>The first character as a reader sees it, which may be several code units.</summary>
    public string Initial => string.IsNullOrWhiteSpace(Name) ? "" : StringInfo.GetNextTextElement(Name.Trim()).ToUpperInvariant();
}
