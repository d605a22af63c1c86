using IdentityServer.Account;
using IdentityServer.Connections;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Sessions;
using IdentityServer.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the sign-in page shows. Without a client it is the plain page that no application asked for.</summary>
sealed record LoginView(
    string? ClientName,
    string? LogoUri,
    string? PolicyUri,
    string? TosUri,
    string? Username,
    SignInTrouble? Error,
    bool MayCancel)
{
    public static readonly LoginView Plain = new(null, null, null, null, null, null, MayCancel: false);

    /// <summary>Where else one can sign in.</summary>
    public IReadOnlyList<Elsewhere> Elsewhere { get; init; } = [];

    /// <summary>Why signing in elsewhere did not work.</summary>
    public SignInTrouble? Notice { get; init; }
}

/// <summary>A way to sign in with somebody else's account.</summary>
/// <param name="Url">Where it begins, below the pool.</param>
sealed record Elsewhere(string Name, string Url)
{
    public string Initial => new Emblem(Name).Initial;
}

/// <summary>Why signing in did not work, and what to do next. The same words whatever was wrong (ASVS 6.3.8).</summary>
sealed record SignInTrouble(string What, string Next)
{
    public static readonly SignInTrouble WrongPair = new(
        "The username or the password is not right.",
        "Check both and try again. Capital letters count in the password. After several wrong tries, wait ten minutes.");

    public static readonly SignInTrouble Busy = new(
        "Too many people are signing in at this moment.",
        "Wait a moment, then try again.");

    /// <summary>Nothing in it is the provider's, but the name that the connection was given here.</summary>
    public static SignInTrouble Of(UpstreamTroubleKind kind, string provider) => kind switch
    {
        UpstreamTroubleKind.Cancelled => new($"You have not signed in with {provider}.", "Try again, or sign in with a password."),
        UpstreamTroubleKind.Unavailable => new($"{provider} does not answer at the moment.", "Try again in a minute, or sign in with a password."),
        UpstreamTroubleKind.Unproven => new($"{provider} did not ask who you are, and the application wants that.", $"Sign out at {provider} first, or sign in with a password."),
        UpstreamTroubleKind.Unwelcome => new($"You cannot sign in here with this account of {provider}.", "Use another account, or ask the people who run this server."),
        _ => new($"Signing in with {provider} did not work.", "Try again, or sign in with a password. If it stays so, tell the people who run this server."),
    };
}

/// <summary>The sign-in page: <c>/account/login</c>.</summary>
sealed class LoginModel(PendingRequests pending, IAuthorizeTransactionStore transactions, SignIn signIn, BrowserSession browser, AuthorizeEndpoint authorize,
    IConnectionStore connections) : PageModel
{
    /// <summary>The handle of the authorization transaction; the form posts back to the same address, so it stays there.</summary>
    [FromQuery(Name = "tx")]
    public string? Tx { get; set; }

    /// <summary>Why the person is here again, and with which connection they were away; words of ours.</summary>
    [FromQuery(Name = UpstreamTrouble.Parameter)]
    public string? Trouble { get; set; }

    [FromQuery(Name = UpstreamTrouble.ConnectionParameter)]
    public string? With { get; set; }

    [FromForm]
    public string? Username { get; set; }

    [FromForm]
    public string? Password { get; set; }

    /// <summary><c>login</c> or <c>cancel</c>; absent when the form was sent by script or by an old browser.</summary>
    [FromForm(Name = "action")]
    public string? Action { get; set; }

    public LoginView View { get; set; } = LoginView.Plain;

    public async Task<IActionResult> OnGetAsync()
    {
        if (Tx is null) return await ShowAsync(null, null);
        if (await pending.FindAsync(HttpContext) is not { } waiting) return await pending.ExpiredAsync(HttpContext);
        return await ShowAsync(waiting, null);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var waiting = Tx is null ? null : await pending.FindAsync(HttpContext);
        if (Tx is not null && waiting is null) return await pending.ExpiredAsync(HttpContext);
        if (Action == "cancel" && waiting is not null)
        {
            await authorize.RefuseAsync(HttpContext, waiting, Reason.LoginCancelled);
            return new EmptyResult();
        }

        var (outcome, user) = await signIn.CheckAsync(HttpContext.Pool().Id, Username, Password, HttpContext.Connection.RemoteIpAddress, ct);
        if (user is null)
        {
            if (outcome == SignInOutcome.Busy)
            {
                Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                Response.Headers.RetryAfter = "5";
            }
            return await ShowAsync(waiting, outcome == SignInOutcome.Busy ? SignInTrouble.Busy : SignInTrouble.WrongPair);
        }

        var session = await browser.BeginAsync(HttpContext, user, SignInProof.Password, CancellationToken.None);
        if (waiting is null)
        {
            Redirects.SeeOther(HttpContext, HttpContext.FrontPage());
            return new EmptyResult();
        }
        await transactions.RecordSignInAsync(HttpContext.Pool().Id, waiting.Transaction.Digest, session.Id, CancellationToken.None);
        Redirects.SeeOther(HttpContext, AuthorizeTransactions.Url(Endpoints.AuthorizeResume, Tx!));
        return new EmptyResult();
    }

    async Task<PageResult> ShowAsync(PendingRequest? waiting, SignInTrouble? trouble)
    {
        var elsewhere = (await connections.OfPoolAsync(HttpContext.Pool().Id, HttpContext.RequestAborted)).Where(connection => !connection.Disabled).ToArray();
        View = waiting is not (_, { } request)
            ? LoginView.Plain with { Username = Username, Error = trouble }
            : new(request.Client.Name, request.Client.LogoUri, request.Client.PolicyUri, request.Client.TosUri, Username ?? request.LoginHint, trouble, MayCancel: true);
        View = View with
        {
            Elsewhere = [.. elsewhere.Select(connection => new Elsewhere(connection.Name, $"~{Endpoints.UpstreamStart}/{connection.Id}" + (waiting is null ? "" : $"?{AuthorizeTransactions.Parameter}={Tx}")))],
            Notice = trouble is null && Enum.TryParse<UpstreamTroubleKind>(Trouble, out var kind) && elsewhere.FirstOrDefault(connection => connection.Id == With) is { } tried
                ? SignInTrouble.Of(kind, tried.Name)
                : null,
        };
        PageHeaders.Apply(HttpContext, waiting?.Request.Answer.RedirectUri, View.LogoUri);
        return Page();
    }
}
