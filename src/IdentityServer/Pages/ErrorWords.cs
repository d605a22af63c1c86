namespace IdentityServer.Pages;

/// <summary>A refused request in words for the person in front of it: what happened and what to do next.</summary>
sealed record ErrorWords(string Why, string Next)
{
    const string TellTheApplication = "Go back to the application and start again. If this page comes back, tell the people who run the application, and give them the details below.";
    const string TryAgain = "Wait a moment, then go back to the application and start again. If this page comes back, give the correlation id below to the people who run this server.";

    /// <summary>Chosen by the public error code (RFC 6749 §4.1.2.1), so that the words say no more than it does.</summary>
    public static ErrorWords For(string error) => error switch
    {
        "invalid_client" or "unauthorized_client" => new("The application that sent you here is not known, or may not do this.", TellTheApplication),
        "invalid_scope" or "invalid_target" => new("The application asked for something it cannot have.", TellTheApplication),
        "access_denied" => new("This was not allowed, so nothing was shared.", "Go back to the application. You can start again there if you change your mind."),
        "login_required" => new("This page belongs to a sign-in that has ended, or that began in another browser.", "Go back to the application and sign in from there."),
        "not_found" => new("There is no page at this address.", "Check the address, or go back to the application and start again."),
        "server_error" => new("Something failed on this server. It is not your fault or the application's.", TryAgain),
        "temporarily_unavailable" => new("This server is too busy, or is being looked after.", TryAgain),
        _ => new("The application sent a request that this server cannot accept.", TellTheApplication),
    };
}
