namespace IdentityServer.Domain.Primitives;

/// <summary>
/// The <c>sub</c> of a token that has no user. The suffix keeps clients out of the users' namespace, so that a client can
/// never be named like a user: RFC 9068 §2.2, RFC 9700 §4.15.
/// </summary>
public static class ClientSubject
{
    const string Suffix = "@clients";

    public static string Of(ClientId client) => client.Value + Suffix;

    /// <summary>What no user id may look like.</summary>
    public static bool Names(string subject) => subject.EndsWith(Suffix, StringComparison.Ordinal);
}
