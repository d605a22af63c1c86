namespace IdentityServer.Storage;

/// <summary>Lengths of columns, in characters.</summary>
internal static class Lengths
{
    /// <summary>Short enough that pool and any other id fit SQL Server's 900 bytes of a clustered key.</summary>
    public const int Pool = 64;

    /// <summary>OIDC Core §2 on sub; the others follow it.</summary>
    public const int Id = 255;

    /// <summary>SHA-256 in base64url.</summary>
    public const int Digest = 43;
    public const int Scope = 4096;
    public const int Uri = 2048;

    /// <summary>RFC 8707 identifiers are keys: pool and identifier together stay within 900 bytes.</summary>
    public const int Resource = 380;

    /// <summary>Issuer and audience of a trusted issuer are one key: together within SQL Server's 1,700 bytes of an index.</summary>
    public const int Issuer = 400;

    /// <summary>Names and e-mail addresses (RFC 5321 §4.5.3.1.3: 254).</summary>
    public const int Name = 256;
    public const int Stamp = 128;
    public const int Word = 32;

    /// <summary>A name in the audit log: a thing, a dot, what happened to it.</summary>
    public const int Action = 64;

    /// <summary>RFC 9562 §4 in its text form.</summary>
    public const int Uuid = 36;
}
