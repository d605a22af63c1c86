using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace IdentityServer.Management;

/// <summary>What the models' types do not say of their JSON: members that are left out where they are null, and those that are JSON themselves.</summary>
internal static class OpenApiSchemas
{
    public static void Complete(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || schema.Properties is null) return;
        foreach (var member in type.Properties)
        {
            if (member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }])
                schema.Required?.Remove(member.Name);
            if (member.PropertyType != typeof(JsonElement) && member.PropertyType != typeof(JsonElement?)) continue;
            schema.Properties[member.Name] = Shape(member.Name, (member.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), true).FirstOrDefault() as DescriptionAttribute)?.Description);
        }
    }

    static OpenApiSchema Shape(string member, string? says) => member switch
    {
        "kind" => new()
        {
            Description = says,
            OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["service"], Description = "A service: its API key issues and verifies tokens." },
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "An application of a user pool.",
                    Required = new HashSet<string> { "application" },
                    Properties = new Dictionary<string, IOpenApiSchema> { ["application"] = ApplicationOf("userPoolId") },
                },
            ],
        },
        "jwks" => new()
        {
            Type = JsonSchemaType.Object,
            Description = says ?? "The JWK set: RFC 7517 §5.",
            Required = new HashSet<string> { "keys" },
            Properties = new Dictionary<string, IOpenApiSchema> { ["keys"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Anything("A public key: RFC 7517 §4.") } },
        },
        "claims" => Anything(says ?? "All claims of the token: RFC 7519 §4."),
        _ => Anything(says ?? "The public half as a JWK: RFC 7517 §4."),
    };

    static OpenApiSchema ApplicationOf(string pool) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { pool },
        Properties = new Dictionary<string, IOpenApiSchema> { [pool] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The id of the user pool." } },
    };

    static OpenApiSchema Anything(string? says) => new() { Type = JsonSchemaType.Object, Description = says, AdditionalPropertiesAllowed = true, AdditionalProperties = new OpenApiSchema() };
}
