using System.Text.Json;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tokens;

/// <summary>The claims of an access token: RFC 9068 §2.2.</summary>
public static class AccessTokenProfile
{
    /// <summary>The <c>typ</c> that keeps other kinds of JWT from being taken for one: RFC 9068 §2.1.</summary>
    public const string Typ = "at+jwt";

    public static void Write(Utf8JsonWriter json, string issuer, ClientId client, TokenGrant grant, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var (audience, user, exchanged) = (grant.Audience, grant.User, grant.Exchanged);
        var seconds = now.ToUnixTimeSeconds();
        json.WriteStartObject();
        json.WriteString("iss"u8, issuer);
        json.WriteString("sub"u8, exchanged?.Subject ?? user?.Family.UserId.Value ?? ClientSubject.Of(client));
        if (audience.Audience.Count == 1)
        {
            json.WriteString("aud"u8, audience.Audience[0]);
        }
        else
        {
            json.WriteStartArray("aud"u8);
            foreach (var one in audience.Audience) json.WriteStringValue(one);
            json.WriteEndArray();
        }
        json.WriteString("client_id"u8, client.Value);
        json.WriteNumber("iat"u8, seconds);
        json.WriteNumber("exp"u8, expiresAt.ToUnixTimeSeconds());
        json.WriteString("jti"u8, AccessTokenId.New(user?.FamilyId));
        if (audience.Scope.Count > 0) json.WriteString("scope"u8, audience.Scope.Text);
        if (user is not null)
        {
            json.WriteNumber("auth_time"u8, user.Family.AuthTime.ToUnixTimeSeconds());
            if (user.Family.Acr is { } acr) json.WriteString("acr"u8, acr);
            json.WriteString("sid"u8, user.Family.SessionId.Value);
        }
        if (exchanged is not null)
        {
            json.WriteString("idp"u8, exchanged.Guarantor);
            if (exchanged.Act is { } act)
            {
                // RFC 8693 §4.1.
                json.WritePropertyName("act"u8);
                act.WriteTo(json);
            }
        }
        json.WriteEndObject();
    }
}
