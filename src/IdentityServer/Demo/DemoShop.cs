using System.Text.Json;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Organizations;

namespace IdentityServer.Demo;

/// <summary>What the demo is made of. Outside Development there is none of it.</summary>
internal sealed record DemoShop(bool IsEnabled)
{
    public const string Path = "/demo";
    public const string ClientId = "demo";
    public const string Username = "alice";

    /// <summary>Meant to be read: it stands on the page.</summary>
    public const string Password = "alice-in-the-demo";

    /// <summary>The same declaration an operator could write.</summary>
    public static Declaration Declare(string issuer) => new()
    {
        Organization = new("Demo"),
        Members = [new() { Email = "admin@demo.test", Role = MemberRole.Admin, Password = "admin-of-the-demo" }],
        Clients =
        [
            new()
            {
                ClientId = ClientId,
                Name = "Demo shop",
                AuthMethod = "none",
                RedirectUris = [issuer + Path],
                PostLogoutRedirectUris = [issuer + Path],
                GrantTypes = ["authorization_code", "refresh_token"],
                AllowedOrigins = [issuer],
            },
        ],
        Users =
        [
            new()
            {
                Username = Username,
                Email = "alice@demo.test",
                EmailVerified = true,
                Password = Password,
                Claims = new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement("Alice Adams") },
            },
        ],
    };
}
