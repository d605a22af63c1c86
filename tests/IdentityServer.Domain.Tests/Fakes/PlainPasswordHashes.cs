using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Shows which password was hashed, and how often one was.</summary>
sealed class PlainPasswordHashes : IPasswordHashes
{
    public int Count { get; private set; }

    public string Hash(string password)
    {
        Count++;
        return "hash of " + password;
    }
}
