using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>The description is enough to generate a client from: every member has a type, and what comes is what it says.</summary>
public sealed class OpenApiClientTests(SharedApp shared) : AppTests(shared)
{
    /// <summary>What somebody writes who has the generated types and nothing else.</summary>
    const string Program = """
        import type { components, paths, operations } from './types';
        type Schema = components['schemas'];

        const pool: Schema['UserPoolRequest'] = { name: 'WebAppUsers', authorization: { jwksUri: 'https://shop.example/jwks', idClaim: 'sub' } };
        const inline: Schema['UserPoolRequest'] = { name: 'Inline', authorization: { jwks: { keys: [{ kty: 'RSA', kid: 'k', n: 'x', e: 'AQAB' }] } } };
        const service: Schema['SdkClientRequest'] = { name: 'CoolService', kind: 'service' };
        const application: Schema['SdkClientRequest'] = { name: 'CoolApp', kind: { application: { userPoolId: 'x' } } };
        // @ts-expect-error it is neither of the two
        const robot: Schema['SdkClientRequest'] = { name: 'Robot', kind: 'robot' };
        const refused: Schema['VerifiedToken'] = { active: false, code: 'expired' };
        const believed: Schema['VerifiedToken'] = { active: true, appUserId: 'u', userPoolId: 'p', claims: { sub: 'u' } };
        const ofService: Schema['AuthEntry'] = { type: 'apiKey', secret: 'idp_ak_' };
        const issue: paths['/org/appUserIdToken']['post']['requestBody']['content']['application/json'] = { appUserId: 'user_x', exp: 1 };
        type Verified = operations['verifyAppUserIdToken']['responses'][200]['content']['application/json'];
        type Why = operations['explainAppUserIdToken']['responses'][200]['content']['application/json']['code'];
        type Stale = operations['updateUserPool']['responses'][412]['content']['application/problem+json']['errorCode'];
        const headers: NonNullable<operations['updateUserPool']['parameters']['header']> = { 'If-Match': '"x"' };
        const again: NonNullable<operations['createUserPool']['parameters']['header']> = { 'Idempotency-Key': 'x' };
        const user = (answer: Verified): string | null => answer.active ? answer.appUserId ?? null : null;
        export { pool, inline, service, application, robot, refused, believed, ofService, issue, headers, again, user };
        export type { Why, Stale };
        """;

    async Task<JsonElement> DescriptionAsync() => (await App.RawAsync(HttpMethod.Get, "/openapi/v1.json")).Json;

    static IEnumerable<(string Where, JsonElement Schema)> Members(JsonElement description) =>
        from schema in description.GetProperty("components").GetProperty("schemas").EnumerateObject()
        from member in schema.Value.TryGetProperty("properties", out var members) ? members.EnumerateObject() : default
        select ($"{schema.Name}.{member.Name}", member.Value);

    static bool IsTyped(JsonElement schema) =>
        schema.TryGetProperty("$ref", out _)
        || (schema.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().All(IsTyped))
        || (schema.TryGetProperty("type", out var type) && (!type.ToString().Contains("array", StringComparison.Ordinal) || IsTyped(schema.GetProperty("items"))));

    [Fact]
    public async Task Every_body_and_answer_has_members_and_every_member_a_type()
    {
        var description = await DescriptionAsync();
        var schemas = description.GetProperty("components").GetProperty("schemas");
        foreach (var operation in description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(one => one.Value))
        {
            var responses = operation.GetProperty("responses");
            var bodies = new List<JsonElement>();
            if (!responses.TryGetProperty("204", out _))
                bodies.Add((responses.TryGetProperty("201", out var created) ? created : responses.GetProperty("200")).GetProperty("content").GetProperty("application/json").GetProperty("schema"));
            if (operation.TryGetProperty("requestBody", out var body)) bodies.Add(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"));
            foreach (var schema in bodies)
            {
                if (!schema.TryGetProperty("$ref", out var reference)) continue;
                var found = schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
                Assert.True(found.TryGetProperty("properties", out var members) && members.EnumerateObject().Any(), reference.GetString());
            }
        }
        Assert.All(Members(description), member => Assert.True(IsTyped(member.Schema), $"{member.Where}: {member.Schema}"));
    }

    [Theory]
    [InlineData("SdkClientRequest", "kind")]
    [InlineData("AuthorizationRequest", "jwks")]
    [InlineData("AuthorizationEntry", "jwks")]
    [InlineData("VerifiedToken", "claims")]
    [InlineData("KeyEntry", "publicKey")]
    public async Task Members_that_are_JSON_themselves_are_described(string schema, string member)
    {
        var description = await DescriptionAsync();
        var found = description.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(member);
        Assert.NotEmpty(found.GetProperty("description").GetString()!);
        Assert.DoesNotContain("JsonElement", description.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>A member that is left out where it is null must not be required.</summary>
    [Fact]
    public async Task What_may_be_left_out_is_not_required()
    {
        var schemas = (await DescriptionAsync()).GetProperty("components").GetProperty("schemas");
        foreach (var (schema, required) in new (string, string[])[]
        {
            ("VerifiedToken", ["active"]), ("AuthEntry", ["type"]), ("AuthorizationEntry", ["idClaim"]), ("IssueRequest", ["appUserId"]), ("VerifyRequest", ["appUserIdToken"]),
            ("IssuedToken", ["appUserIdToken"]), ("SdkClientRequest", ["kind", "name"]), ("UserPoolRequest", ["name"]),
        }) Assert.Equal(required, schemas.GetProperty(schema).GetProperty("required").EnumerateArray().Select(one => one.GetString()!).Order());
    }

    [Fact]
    public async Task Only_the_login_needs_no_credentials()
    {
        var open = from path in (await DescriptionAsync()).GetProperty("paths").EnumerateObject()
                   from operation in path.Value.EnumerateObject()
                   where operation.Value.TryGetProperty("security", out var security) && security.GetArrayLength() == 0
                   select $"{operation.Name} {path.Name}";
        Assert.Equal(["post /org/login"], open);
    }

    [Fact]
    public async Task A_client_is_generated_and_a_program_against_it_compiles()
    {
        var description = await DescriptionAsync();
        var made = await NodeScript.RunAsync("openapi-client.mjs", new { description, program = Program }, TestContext.Current.CancellationToken);
        Assert.Empty(made.GetProperty("problems").EnumerateArray().Select(one => one.GetString()));
        var types = made.GetProperty("types").GetString()!;
        foreach (var operation in description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(one => one.Value.GetProperty("operationId").GetString()))
            Assert.Contains($"operations[\"{operation}\"]", types, StringComparison.Ordinal);
    }
}
