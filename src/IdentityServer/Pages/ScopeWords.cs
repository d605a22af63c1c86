using System.Collections.Frozen;

namespace IdentityServer.Pages;

/// <summary>A scope in words a person can decide on.</summary>
sealed record ScopeWord(string What, string Detail);

/// <summary>The scopes that have words of their own: OIDC Core §5.4 and §11.</summary>
static class ScopeWords
{
    static readonly FrozenDictionary<string, ScopeWord> Known = new Dictionary<string, ScopeWord>(StringComparer.Ordinal)
    {
        ["openid"] = new("Know who you are", "An identifier for you, so that it recognises you next time."),
        ["profile"] = new("Your name and picture", "Also what else your profile says, such as your language."),
        ["email"] = new("Your email address", "And whether it was confirmed."),
        ["phone"] = new("Your phone number", "And whether it was confirmed."),
        ["address"] = new("Your postal address", "As it is written in your profile."),
        ["offline_access"] = new("Stay connected while you are away", "It can do the above until you or it ends the connection."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null for a scope of somebody's own API: the page shows its name as it is.</summary>
    public static ScopeWord? Find(string scope) => Known.GetValueOrDefault(scope);
}
