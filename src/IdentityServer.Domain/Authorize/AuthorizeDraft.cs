using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;

namespace IdentityServer.Domain.Authorize;

/// <summary>A request on its way through the rules; each rule reads the parameters and fills in what it proved.</summary>
public sealed class AuthorizeDraft(RequestParameters parameters, Client? client, ResourceSet resources, Func<string, UserId?> readHint)
{
    public RequestParameters Parameters { get; } = parameters;

    /// <summary>The client that client_id names, if there is one.</summary>
    public Client? Candidate { get; } = client;
    public ResourceSet Known { get; } = resources;

    /// <summary>Whom an id_token_hint names; null where it is not one of our ID tokens.</summary>
    public Func<string, UserId?> ReadHint { get; } = readHint;

    public Client Client => Candidate!;
    public string RedirectUri { get; set; } = "";
    public ResponseMode Mode { get; set; }
    public ScopeSet Scope { get; set; } = ScopeSet.Empty;
    public IReadOnlyList<string> Resources { get; set; } = [];
    public Prompts Prompts { get; set; }
    public TimeSpan? MaxAge { get; set; }
    public ClaimsRequest Claims { get; set; } = ClaimsRequest.Nothing;
    public UserId? HintedUser { get; set; }

    /// <summary>
    /// Of two states neither is the client's: nothing is chosen between what contradicts itself (RFC 6749 §3.1). One that is
    /// refused as too long is not carried in its own refusal, nor in another.
    /// </summary>
    public AnswerAddress Address => new(RedirectUri, Mode,
        Parameters[Params.State] is { Length: <= AuthorizeRules.LongestState } state && !Parameters.IsRepeated(Params.State) ? state : null);

    public AuthorizeRequest Complete() => new()
    {
        Client = Client,
        Answer = Address,
        Scope = Scope,
        Resources = Resources,
        CodeChallenge = Parameters[Params.CodeChallenge]!,
        Nonce = Parameters[Params.Nonce],
        Prompts = Prompts,
        MaxAge = MaxAge,
        LoginHint = Parameters[Params.LoginHint],
        ClaimsText = Parameters[Params.Claims],
        Claims = Claims,
        HintedUser = HintedUser,
    };
}
