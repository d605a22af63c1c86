using IdentityServer.Demo;
using IdentityServer.Domain.Pools;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the demo shop needs to know. The password is the sample user's, and is meant to be read; null where the operator chose it.</summary>
sealed record DemoView(string Issuer, string ClientId, string Username, string? Password)
{
    public static readonly DemoView Blank = new("", "demo", "", null);
}

/// <summary>The demo shop: <c>/demo</c>, in Development only.</summary>
sealed class DemoModel(Pool pool, DemoShop demo) : PageModel
{
    public DemoView View { get; set; } = DemoView.Blank;

    public void OnGet() => View = new(pool.Issuer, DemoShop.ClientId, DemoShop.Username, demo.ShownPassword);
}
