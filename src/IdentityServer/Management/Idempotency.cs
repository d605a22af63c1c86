using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace IdentityServer.Management;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> may be sent again when its answer was lost: the answer is kept, sealed, in the
/// transaction of the change itself, and given again for a day. Of two at the same moment one changes something.
/// </summary>
internal sealed class Idempotency(IKeptAnswers answers, IDataProtectionProvider protection, IOptions<JsonOptions> json, TimeProvider clock) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";

    static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    readonly IDataProtector seal = protection.CreateProtector("kept-answers");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers[Header];
        var body = context.Arguments.OfType<IJsonBody>().FirstOrDefault();
        if (header.Count == 0 || body is null || http.Features.Get<Caller>() is not { } caller) return await next(context);
        if (header is not [{ } text] || !Ids.IsWellFormed(text)) return new Problem(Reason.IdempotencyKeyMalformed);

        // By organization and route; two callers of one organization who chose the same key are told apart by what they sent.
        var key = HandleDigest.Of($"{http.Request.Path} {text}");
        if (await ReplayAsync(caller, key, body.Digest, http.RequestAborted) is { } again) return again;
        // The body may hold a password, and a plain digest of that can be guessed at: the salt is sealed with the answer.
        var salt = Handle.New().Reveal();
        http.Features.Set(new Keeping(answer => new()
        {
            OrganizationId = caller.OrganizationId,
            Key = key,
            Request = Salted(salt, body.Digest),
            Sealed = seal.Protect(salt + JsonSerializer.Serialize(answer, json.Value.SerializerOptions.GetTypeInfo(answer.GetType()))),
            ExpiresAt = clock.GetUtcNow() + KeptFor,
        }));
        var made = await next(context);
        // What stood in the way may have been the same request, which was faster.
        return made is INestedHttpResult { Result: Problem } or Problem && await ReplayAsync(caller, key, body.Digest, http.RequestAborted) is { } faster ? faster : made;
    }

    async ValueTask<IResult?> ReplayAsync(Caller caller, HandleDigest key, HandleDigest request, CancellationToken ct)
    {
        if (await answers.FindAsync(caller.OrganizationId, key, ct) is not { } kept) return null;
        var text = seal.Unprotect(kept.Sealed);
        return kept.Request == Salted(text[..Handle.Length], request) ? new ReplayedAnswer(text[Handle.Length..]) : new Problem(Reason.IdempotencyKeyReused);
    }

    static HandleDigest Salted(string salt, HandleDigest request) => HandleDigest.Of(salt + request.Value);

    sealed class ReplayedAnswer(string body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[Replayed] = "true";
            return Results.Text(body, "application/json").ExecuteAsync(httpContext);
        }
    }
}

/// <summary>How a handler's change takes its answer along; as a parameter it is there with every request.</summary>
internal sealed class Keeping(Func<object, KeptAnswer?> keep)
{
    public RecordedChange Change(AuditRecord record, object answer) => new(record, keep(answer));

    public static ValueTask<Keeping> BindAsync(HttpContext http) => new(new Keeping(answer => http.Features.Get<Keeping>()?.Keep(answer)));

    KeptAnswer? Keep(object answer) => keep(answer);
}
