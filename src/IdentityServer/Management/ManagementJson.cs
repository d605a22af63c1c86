using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityServer.Org;

namespace IdentityServer.Management;

/// <summary>The models of the management API: camelCase, and numbers are numbers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(RotationList))]
[JsonSerializable(typeof(RevokedEntry))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(RevokeRequest))]
[JsonSerializable(typeof(PolicyRequest))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ImportedEntry))]
[JsonSerializable(typeof(RewrapEntry))]
[JsonSerializable(typeof(ReadinessEntry))]
[JsonSerializable(typeof(ConnectionRequest))]
[JsonSerializable(typeof(ConnectionList))]
[JsonSerializable(typeof(PresetList))]
[JsonSerializable(typeof(CredentialsEntry))]
[JsonSerializable(typeof(IdentityRequest))]
[JsonSerializable(typeof(IdentityList))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ManagementJson : JsonSerializerContext
{
    /// <summary>How the API reads and writes them.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.TypeInfoResolverChain.Insert(1, OrgJson.Default);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 32;
    }
}
