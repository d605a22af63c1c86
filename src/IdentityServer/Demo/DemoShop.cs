using System.Text.Json;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Users;

namespace IdentityServer.Demo;

/// <summary>What the demo is made of. Outside Development there is none of it, and what the operator declares comes before it.</summary>
internal sealed class DemoShop(bool isEnabled, Declaration? declared)
{
    public const string Path = "/demo";
    public const string ClientId = "demo";
    public const string Username = "alice";

    /// <summary>Meant to be read: it stands on the page.</summary>
    public const string Password = "alice-in-the-demo";

    public bool IsEnabled => isEnabled;

    /// <summary>Null where the operator's file has an alice: her password is none of ours to show.</summary>
    public string? ShownPassword => IsOurs(Alice) ? Password : null;

    /// <summary>The same declaration an operator could write, without what the operator's own file has.</summary>
    public Declaration Declare(string issuer)
    {
        var whole = Whole(issuer);
        return whole with { Clients = [.. whole.Clients.Where(IsOurs)], Users = [.. whole.Users.Where(IsOurs)] };
    }

    bool IsOurs(ClientDeclaration client) => declared?.Clients.Any(other => other.ClientId == client.ClientId) is not true;

    bool IsOurs(UserDeclaration user) =>
        declared?.Users.Any(other => UserNames.Normalize(other.Username) == UserNames.Normalize(user.Username)) is not true;

    static UserDeclaration Alice => new()
    {
        Username = Username,
        Email = "alice@demo.test",
        EmailVerified = true,
        Password = Password,
        Claims = new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement("Alice Adams") },
    };

    static Declaration Whole(string issuer) => new()
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
        Users = [Alice],
    };
}
