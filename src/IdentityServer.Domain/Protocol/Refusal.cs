namespace IdentityServer.Domain.Protocol;

/// <summary>
/// A refusal has two faces: <see cref="Reason"/> decides the bland public code and sentence; its name and
/// <see cref="Detail"/> go to the log and the metric only. A struct: attackers choose the unhappy path.
/// </summary>
/// <param name="Detail">Private; never a secret, a code or a token.</param>
public readonly record struct Refusal(Reason Reason, string? Detail = null)
{
    public OAuthCode Code => Reason.Code;

    public static implicit operator Refusal(Reason reason) => new(reason);

    /// <summary>For the call sites where no implicit conversion applies.</summary>
    public static Refusal FromReason(Reason reason) => new(reason);
}
