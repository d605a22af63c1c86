using System.Reflection;
using IdentityServer.Domain.Primitives;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace IdentityServer.Management;

/// <summary>What <see cref="JsonBodies"/> asks of a body, whatever is in it.</summary>
internal interface IJsonBody
{
    Problem? Problem { get; }

    /// <summary>Of the bytes as they came.</summary>
    HandleDigest Digest { get; }
}

/// <summary>The body of a request, read strictly. A handler with it as a parameter runs only where it is well-formed.</summary>
internal sealed class JsonBody<T>(T? value, Problem? problem, HandleDigest digest) : IJsonBody, IEndpointParameterMetadataProvider where T : class
{
    public T Value => value ?? throw new InvalidOperationException("The body was refused.");

    public Problem? Problem => problem;

    public HandleDigest Digest => digest;

    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var read = await StrictBody.ReadAsync(http.Request, options.GetTypeInfo(typeof(T)), http.RequestAborted);
        return new((T?)read.Value, read.Problem, read.Digest);
    }

    /// <summary>For routing, which refuses another media type, and for the description.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([StrictBody.MediaType], typeof(T)));
}

/// <summary>Answers for a handler whose body is not well-formed.</summary>
internal sealed class JsonBodies : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
            if (argument is IJsonBody { Problem: { } problem }) return new(problem);
        return next(context);
    }
}
