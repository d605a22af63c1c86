using System.Security.Cryptography;
using IdentityServer.Domain.Users;

namespace IdentityServer.Cli;

/// <summary>Where a password comes from: standard input when asked to, a person at a terminal, or the random source.</summary>
/// <param name="Problem">Why there is none.</param>
/// <param name="IsGenerated">It is ours, so it has to be shown.</param>
internal sealed record PasswordEntry(string Password, string? Problem, bool IsGenerated)
{
    // Without 0 and O, 1 and l: people copy it by hand. 20 of 56 are 116 bits.
    const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static PasswordEntry Read(bool fromStandardInput)
    {
        if (fromStandardInput) return Judge(Console.In.ReadLine() ?? "");
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            return new(string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5))), null, IsGenerated: true);
        var first = Ask("Password: ");
        return Judge(first) is { Problem: null } entry
            ? Ask("Again: ") == first ? entry : entry with { Problem = "The two passwords differ." }
            : Judge(first);
    }

    static PasswordEntry Judge(string password) =>
        new(password, PasswordPolicy.Problem(password) is { } problem ? $"The password {problem}." : null, IsGenerated: false);

    /// <summary>Without echo.</summary>
    static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
