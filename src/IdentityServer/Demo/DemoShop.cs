namespace IdentityServer.Demo;

/// <summary>What the demo is made of. Outside Development there is none of it.</summary>
internal sealed record DemoShop(bool IsEnabled)
{
    public const string ClientId = "demo";
    public const string Username = "alice";

    /// <summary>Meant to be read: it stands on the page.</summary>
    public const string Password = "alice-in-the-demo";
}
