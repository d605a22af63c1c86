using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Authorize;

/// <summary>
/// Why an authorization request goes no further. Until the client and its redirect URI are known to be right, the
/// user sees a page; afterwards the answer goes to the client: RFC 6749 §4.1.2.1.
/// </summary>
/// <param name="Address">Null where nothing may be sent anywhere.</param>
/// <param name="Parameter">The parameter at fault, for the page.</param>
public sealed record AuthorizeRefusal(Refusal Refusal, AnswerAddress? Address, string? Parameter = null);
