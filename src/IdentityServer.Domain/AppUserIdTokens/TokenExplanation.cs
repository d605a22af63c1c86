namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>What there is to say about a token to somebody of the organization who wants to know why it does or does not count.</summary>
/// <param name="Flaw">Null where it is believed.</param>
/// <param name="Detail">More of the flaw.</param>
/// <param name="Facts">Of the token and of the pool; nothing that could be used as the token.</param>
public sealed record TokenExplanation(TokenFlaw? Flaw, string? Detail, IReadOnlyList<TokenFact> Facts);

/// <summary>One line of an explanation.</summary>
/// <param name="Value">Fit for one line of text, whatever stood in the token.</param>
public readonly record struct TokenFact(string Name, string Value);
