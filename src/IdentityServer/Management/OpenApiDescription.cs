using System.Security.Cryptography;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IdentityServer.Management;

/// <summary>GET /openapi/v1.json: made from the routes when it is first asked for, and the same bytes from then on.</summary>
internal sealed class OpenApiDescription([FromKeyedServices(OpenApiDescription.Name)] IOpenApiDocumentProvider documents) : IDisposable
{
    public const string Name = "v1";
    public const string Path = "/openapi/v1.json";

    readonly SemaphoreSlim making = new(1);
    Made? made;

    public async Task HandleAsync(HttpContext http)
    {
        var (json, tag) = made ?? await MakeAsync(http.RequestAborted);
        var response = http.Response;
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.ETag = tag;
        response.Headers.XContentTypeOptions = "nosniff";
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.BodyWriter.WriteAsync(json, http.RequestAborted);
    }

    public void Dispose() => making.Dispose();

    async ValueTask<Made> MakeAsync(CancellationToken ct)
    {
        await making.WaitAsync(ct);
        try
        {
            if (made is not null) return made;
            var document = await documents.GetOpenApiDocumentAsync(CancellationToken.None);
            using var stream = new MemoryStream();
            await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
            var json = stream.ToArray();
            return made = new(json, $"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..16]}\"");
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>What the routes do not say themselves.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = route => route.RelativePath is { } path && ManagementDoor.IsBefore("/" + path) && route.HttpMethod != HttpMethods.Head;
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            OpenApiSchemas.Complete(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, context, _) =>
        {
            Complete(document, context.ApplicationServices.GetRequiredService<Pool>().Issuer);
            return Task.CompletedTask;
        });
    }

    static void Complete(OpenApiDocument document, string issuer)
    {
        document.Info = new() { Title = "IdP management API", Version = Name, Description = "Administration of organizations, user pools, SDK clients and keys." };
        // The Host header of whoever asks first says nothing of where we are.
        document.Servers = [new() { Url = issuer }];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["apiKey"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key (idp_ak_…) or a member's session (idp_st_…)",
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = ProblemSchema();
        // Where it is used, its members have the shape that they have there.
        document.Components.Schemas.Remove(nameof(System.Text.Json.JsonElement));
        document.Security = [new() { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] }];
    }

    static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().LastOrDefault();
        if (access is not null)
        {
            operation.Description = $"{operation.Description} {Asks(access)}".Trim();
            // An empty list takes back what the document asks for.
            if (access.Role is null) operation.Security = [];
        }
        operation.Responses ??= [];
        var (path, method) = ("/" + context.Description.RelativePath, context.Description.HttpMethod);
        var (isOfOne, isChange) = (path.Contains('{', StringComparison.Ordinal), method == HttpMethods.Patch || method == HttpMethods.Delete);
        List<int> statuses = [400, 401, 403, 429, 500, 503];
        // What a body names may be missing too.
        if (isOfOne || operation.RequestBody is not null) statuses.Add(404);
        if (method != HttpMethods.Get) statuses.Add(409);
        if (operation.RequestBody is not null) statuses.AddRange([413, 415]);
        if (ManagementDoor.IsForBrowsers(path))
        {
            if (isChange) statuses.Add(412);
            if (isChange) AddHeader(operation, "If-Match", "The ETag of the answer that the change was decided on: refused with 412 where it has been changed since.");
            if (method == HttpMethods.Post && operation.RequestBody is not null && access is { Role: not null })
                AddHeader(operation, Idempotency.Header, "A new name for each request: sent again within a day, it changes nothing and gets the same answer.");
        }
        foreach (var status in statuses.Select(status => status.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)),
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemWriter.ContentType] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) } },
            });
    }

    static void AddHeader(OpenApiOperation operation, string name, string says) => (operation.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = says,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    });

    static string Asks(Access access) => access switch
    {
        { Role: null } => "Needs no credentials.",
        { MayNamePool: true } => $"Asks for the role {access.Role}, or one that may do more; without {Access.PoolParameter} in the organization that owns the installation.",
        { OfOwner: true } => "Asks for an Admin of the organization that owns the installation.",
        _ => $"Asks for the role {access.Role}, or one that may do more.",
    };

    static OpenApiSchema ProblemSchema()
    {
        static OpenApiSchema Text(string what) => new() { Type = JsonSchemaType.String, Description = what };
        return new()
        {
            Type = JsonSchemaType.Object,
            Description = "A refusal: RFC 9457.",
            Required = new HashSet<string> { "title", "status", "detail", "error", "errorCode", "errorId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["title"] = Text("The status in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = Text("A sentence for people."),
                ["error"] = Text($"The kind of refusal, as {OAuthCode.InvalidToken.Value}."),
                ["errorCode"] = Text("The same in another spelling, as InvalidToken."),
                ["errorId"] = Text("What the log of the server names the request by."),
                ["member"] = Text("The name of the member or parameter that is wrong."),
            },
        };
    }

    sealed record Made(byte[] Json, string Tag);
}
