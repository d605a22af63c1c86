using System.Text.Json;
using System.Text.Json.Serialization;

namespace IdentityServer.Org;

/// <summary>The models of the faces for programs of hosted services; their requests skip what we do not know.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginEntry))]
[JsonSerializable(typeof(LoggedOut))]
[JsonSerializable(typeof(OrganizationRequest))]
[JsonSerializable(typeof(OrganizationChange))]
[JsonSerializable(typeof(OrganizationEntry))]
[JsonSerializable(typeof(MemberRequest))]
[JsonSerializable(typeof(MemberChange))]
[JsonSerializable(typeof(MemberList))]
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(ApiKeyList))]
[JsonSerializable(typeof(UserPoolRequest))]
[JsonSerializable(typeof(UserPoolChange))]
[JsonSerializable(typeof(UserPoolList))]
[JsonSerializable(typeof(PoolUserList))]
[JsonSerializable(typeof(IssueRequest))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(VerifiedToken))]
[JsonSerializable(typeof(TokenReport))]
[JsonSerializable(typeof(SdkClientRequest))]
[JsonSerializable(typeof(SdkClientChange))]
[JsonSerializable(typeof(SdkClientList))]
internal sealed partial class OrgJson : JsonSerializerContext;
