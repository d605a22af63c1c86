using System.Diagnostics.CodeAnalysis;

namespace IdentityServer.Domain.Primitives;

/// <summary>The realm a row belongs to; <see cref="Default"/> is the pool served at the root of the issuer.</summary>
public readonly record struct PoolId(string Value)
{
    public static readonly PoolId Default = new("default");
    public override string ToString() => Value;
}

/// <summary>client_id: RFC 6749 §2.2. Compared byte for byte.</summary>
public readonly record struct ClientId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A user's <c>sub</c>: never changes, never reused. OIDC Core §2: at most 255 ASCII characters.</summary>
public readonly record struct UserId(string Value)
{
    public static UserId New(TimeProvider clock) => new(Ids.NewUuid(clock));
    public override string ToString() => Value;
}

/// <summary>The <c>sid</c> of tokens and logout tokens; it names a session and opens nothing.</summary>
public readonly record struct SessionId(string Value)
{
    public static SessionId New(TimeProvider clock) => new(Ids.NewUuid(clock));
    public override string ToString() => Value;
}

/// <summary>Names everything that one authorization yielded: its code, its refresh tokens, its access tokens.</summary>
public readonly record struct FamilyId(Guid Value)
{
    public static FamilyId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifiers are checked where they enter, so that no database's collation has a say in what is equal.</summary>
public static class Ids
{
    /// <summary>UUIDv7 in its canonical text form: RFC 9562 §5.7.</summary>
    public static string NewUuid(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString();

    /// <summary>A UUID as we write them: lower case, with hyphens. RFC 9562 §4.</summary>
    public static bool IsUuid(string? text)
    {
        if (text is not { Length: 36 } || !Guid.TryParseExact(text, "D", out _)) return false;
        foreach (var c in text)
            if (char.IsAsciiLetterUpper(c)) return false;
        return true;
    }

    /// <summary>1 to 255 visible ASCII characters: no blank that a database may trim, no letter it may fold.</summary>
    public static bool IsWellFormed(string? text)
    {
        if (text is not { Length: > 0 and <= 255 }) return false;
        foreach (var c in text)
            if (c is <= ' ' or > '~') return false;
        return true;
    }

    /// <summary>An id that others make: 1 to 255 characters that every database can hold, no control character, not blank.</summary>
    public static bool IsText([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: > 0 and <= 255 }) return false;
        var blank = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i])) return false;
            blank &= char.IsWhiteSpace(text[i]);
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return !blank;
    }
}
