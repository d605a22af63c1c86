using IdentityServer.Demo;
using IdentityServer.Domain.Pools;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the landing page shows.</summary>
/// <param name="Issuer">The configured issuer, never the request's host.</param>
/// <param name="Guide">For Development only; null elsewhere.</param>
sealed record IndexView(string Issuer, LandingGuide? Guide)
{
    public static readonly IndexView Blank = new("", null);

    public string DiscoveryUri => Issuer + "/.well-known/openid-configuration";

    public string JwksUri => Issuer + "/.well-known/jwks.json";
}

/// <summary>First steps for a newcomer.</summary>
/// <param name="DemoUri">Null when the demo is switched off.</param>
/// <param name="Password">Null where it is not the demo's.</param>
sealed record LandingGuide(string? DemoUri, string Username, string? Password, IReadOnlyList<LandingCommand> Commands);

/// <summary>One line for a shell, and what it does.</summary>
sealed record LandingCommand(string What, string Line);

/// <summary>Says what runs here: <c>/</c>.</summary>
sealed class IndexModel(Pool pool, DemoShop demo) : PageModel
{
    public IndexView View { get; set; } = IndexView.Blank;

    public void OnGet() => View = new(pool.Issuer, demo.IsEnabled ? new(DemoShop.Path, DemoShop.Username, demo.ShownPassword, Commands) : null);

    static readonly LandingCommand[] Commands =
    [
        new("Register your own application", "dotnet run --project src/IdentityServer -- clients create --id my-app --name \"My app\" --redirect-uri http://localhost:3000/callback"),
        new("Add a person", "dotnet run --project src/IdentityServer -- users create --username bob --email bob@example.test"),
        new("See whether everything is in order", "dotnet run --project src/IdentityServer -- doctor"),
    ];
}
