namespace IdentityServer.Domain.Users;

/// <summary>Makes what is stored of a password: slow, salted, and the same for users and members. NIST SP 800-63B §5.1.1.2.</summary>
public interface IPasswordHashes
{
    /// <summary>Of the password in normalization form C, whichever way it was typed.</summary>
    string Hash(string password);
}
