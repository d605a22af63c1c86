using System.Collections.Frozen;
using System.Text;

namespace IdentityServer.Domain.Users;

/// <summary>Which passwords are taken: long enough, not a well-known one, and no rules of composition. NIST SP 800-63B §5.1.1.2.</summary>
public static class PasswordPolicy
{
    public const int ShortestLength = 12;
    public const int LongestLength = 128;

    // Shorter ones are refused anyway, so these are the well-known ones of twelve characters and more.
    static readonly FrozenSet<string> Common = new[]
    {
        "000000000000", "012345678910", "0123456789012", "1234567890ab", "123456789012", "1234567890123", "12345678901234",
        "123456789123", "1234567891011", "123123123123", "123456123456", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv",
        "abcdefghijkl", "abcdefghijklm", "abcd1234abcd", "abc123abc123", "adminadminadmin", "admin1234567", "administrator", "administrator1",
        "asdfghjkl123", "asdfghjklqwerty", "changeme1234", "changemechangeme", "changemenow1", "correcthorsebatterystaple",
        "defaultpassword", "iloveyou1234", "iloveyouiloveyou", "letmein12345", "letmeinletmein", "masterpassword", "mypassword12", "mypassword123",
        "p@ssw0rd1234", "p@ssword1234", "passw0rd1234", "password1234", "password12345", "password123456", "password123!", "password1234!",
        "passwordpassword", "pa$$w0rd1234", "qazwsxedcrfv", "qwerty123456", "qwerty1234567", "qwertyqwerty", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]",
        "qwertyuiopasdf", "qwertyuiopas", "qwertyuiopasdfghjkl", "sunshine1234", "superman1234", "supersecret1", "testtesttest", "test12345678",
        "trustno1trustno1", "unknownunknown", "welcome12345", "welcome123456", "welcomewelcome", "zaq12wsxcde3", "zxcvbnm12345", "secretsecret", "secretpassword",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// As it is hashed: one password, however a keyboard composes its letters. What is no text (half a surrogate pair, U+FFFE)
    /// stays as it came; nobody has such a password.
    /// </summary>
    public static string Composed(string password) => TryCompose(password, out var composed) ? composed : password;

    static bool TryCompose(string password, out string composed)
    {
        try
        {
            composed = password.Normalize(NormalizationForm.FormC);
            return true;
        }
        catch (ArgumentException)
        {
            composed = "";
            return false;
        }
    }

    /// <summary>Null where the password may be set, else a sentence for the person who chose it.</summary>
    public static string? Problem(string? password)
    {
        if (string.IsNullOrEmpty(password)) return "must not be empty";
        // Before any work is done on it: a megabyte is not a password.
        if (password.Length > LongestLength * 8) return $"must have at most {LongestLength} characters";
        if (!TryCompose(password, out var normalized)) return "must not have characters that Unicode has none of";
        var length = normalized.EnumerateRunes().Count();
        if (length < ShortestLength) return $"must have at least {ShortestLength} characters";
        if (length > LongestLength) return $"must have at most {LongestLength} characters";
        return Common.Contains(normalized) || normalized.AsSpan().IndexOfAnyExcept(normalized[0]) < 0
            ? "is among the passwords that are guessed first: choose another"
            : null;
    }
}
