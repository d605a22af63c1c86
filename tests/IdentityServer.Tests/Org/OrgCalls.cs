using IdentityServer.Tests.Fixture;

namespace IdentityServer.Tests.Org;

/// <summary>One call for every status that /org/* answers with.</summary>
/// <param name="Bearer">Null for none.</param>
/// <param name="Size">Of a body that is filled up to it.</param>
public sealed record OrgCall(int Status, string Method, string Path, string? Bearer, string? Body = null, string ContentType = "application/json", string? IfMatch = null, int Size = 0)
{
    public const int TooLarge = (1024 * 1024) + 100_000;

    public string? Sent => Size > 0 ? Body + new string(' ', Size) : Body;

    /// <summary>As Admin of Acme; without the 429, which needs a history.</summary>
    public static async Task<IReadOnlyList<OrgCall>> AllAsync(OrgApp org)
    {
        var (admin, reader, pool) = (org.Admin.Bearer, (await OrgApp.KeyAsync(org.Admin, "ReadOnly")).Bearer, await OrgApp.PoolAsync(org.Admin));
        const string good = """{"name":"P","description":""}""";
        return
        [
            new(200, "GET", $"/org/userPool/{pool}", admin),
            new(200, "POST", "/org/appUserIdToken", admin, $$"""{"appUserId":"u","userPoolId":"{{pool}}"}"""),
            new(200, "PATCH", $"/org/userPool/{pool}", admin, """{"description":"d"}"""),
            new(400, "POST", "/org/userPool", admin, """{"name":7}"""),
            new(401, "GET", $"/org/userPool/{pool}", null),
            new(401, "GET", $"/org/userPool/{pool}", "idp_ak_" + new string('x', 43)),
            new(401, "POST", "/appUserIdToken", null, """{"appUserId":"u"}"""),
            new(401, "POST", "/org/login", null, """{"email":"admin@acme.test","password":"wrong"}"""),
            new(403, "POST", "/org/userPool", reader, good),
            new(404, "GET", $"/org/userPool/{Guid.CreateVersion7()}", admin),
            new(404, "GET", "/org/nothing", null),
            new(405, "DELETE", "/org/login", admin),
            new(409, "PATCH", $"/org/userPool/{pool}", admin, """{"authorization":{"jwksUri":"https://shop.example/jwks"}}"""),
            new(412, "PATCH", $"/org/userPool/{pool}", admin, """{"name":"Q"}""", IfMatch: "\"stale\""),
            new(413, "POST", "/org/userPool", admin, good, Size: TooLarge),
            new(415, "POST", "/org/userPool", admin, good, "text/plain"),
            new(500, "GET", "/org/broken/bug", admin),
            new(503, "GET", "/org/broken/away", admin),
        ];
    }

    public Task<Answer> SendAsync(IdpApp app, params (string Name, string Value)[] headers) => app.RawAsync(new HttpMethod(Method), Path,
        Sent is { } body ? System.Text.Encoding.UTF8.GetBytes(body) : null, Bearer is null ? null : $"Bearer {Bearer}", ContentType,
        IfMatch is null ? headers : [.. headers, ("If-Match", IfMatch)]);
}
