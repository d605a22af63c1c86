using System.Text.Json;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Grants;

/// <summary>Who acts for whom: whether <c>may_act</c> of the subject token allows it, and the <c>act</c> of the new one. RFC 8693 §4.1, §4.4.</summary>
public static class Delegation
{
    /// <summary>Actors in a row.</summary>
    public const int Deepest = 4;

    const int Longest = 2048;

    /// <param name="actor">Null where nobody is said to act: <c>may_act</c> has no effect then (§4.4).</param>
    /// <param name="act">Null where the new token says nothing of an actor.</param>
    public static Reason? Judge(ForeignSubject subject, ForeignSubject? actor, out JsonElement? act)
    {
        act = Earlier(subject);
        if (actor is not null)
        {
            if (actor.Subject is not { } name || actor.Issuer is not { } issuer) return Reason.ActorUnfit;
            if (subject.Claims.TryGetProperty("may_act"u8, out var mayAct) && !Names(mayAct, name, issuer, subject.Issuer)) return Reason.ActorNotAllowed;
            act = Act(name, issuer, Earlier(actor) ?? act);
        }
        return act is { } chain && (Depth(chain) > Deepest || chain.GetRawText().Length > Longest) ? Reason.ActorUnfit : null;
    }

    /// <summary>Who is named without an issuer is one of the issuer that names: §4.4, <c>sub</c> alone means nothing among many.</summary>
    static bool Names(JsonElement mayAct, string subject, string issuer, string? ofSubject)
    {
        if (mayAct.ValueKind != JsonValueKind.Object) return false;
        if (!mayAct.TryGetProperty("sub"u8, out var named) || named.ValueKind != JsonValueKind.String || !named.ValueEquals(subject)) return false;
        return mayAct.TryGetProperty("iss"u8, out var where)
            ? where.ValueKind == JsonValueKind.String && where.ValueEquals(issuer)
            : issuer == ofSubject;
    }

    static JsonElement? Earlier(ForeignSubject token) =>
        token.Claims.TryGetProperty("act"u8, out var act) && act.ValueKind == JsonValueKind.Object ? act : null;

    static JsonElement Act(string subject, string issuer, JsonElement? earlier)
    {
        using var buffer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sub"u8, subject);
            json.WriteString("iss"u8, issuer);
            if (earlier is { } before)
            {
                json.WritePropertyName("act"u8);
                before.WriteTo(json);
            }
            json.WriteEndObject();
        }
        return JsonElement.Parse(buffer.Written);
    }

    static int Depth(JsonElement act)
    {
        var depth = 1;
        while (act.TryGetProperty("act"u8, out act) && act.ValueKind == JsonValueKind.Object) depth++;
        return depth;
    }
}
