namespace IdentityServer.Domain.Protocol;

/// <summary>The <c>prompt</c> parameter: OIDC Core §3.1.2.1.</summary>
[Flags]
public enum Prompts
{
    Unset = 0,
    None = 1,
    Login = 2,
    Consent = 4,
    SelectAccount = 8,
}

/// <summary>Reads the <c>prompt</c> parameter.</summary>
public static class PromptValues
{
    public static readonly IReadOnlyList<string> Names = ["none", "login", "consent", "select_account"];

    /// <summary>False where <c>none</c> stands with another value, or a value is unknown.</summary>
    public static bool TryParse(string? text, out Prompts prompts)
    {
        prompts = Prompts.Unset;
        if (text is null) return true;
        foreach (var range in text.AsSpan().Split(' '))
        {
            var name = text.AsSpan()[range];
            switch (name)
            {
                case "": break;
                case "none": prompts |= Prompts.None; break;
                case "login": prompts |= Prompts.Login; break;
                case "consent": prompts |= Prompts.Consent; break;
                case "select_account": prompts |= Prompts.SelectAccount; break;
                default: return false;
            }
        }
        return prompts is Prompts.None || !prompts.HasFlag(Prompts.None);
    }
}
