using IdentityServer.Account;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Management;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace IdentityServer.Pages.Admin;

/// <summary>What the page of trusted issuers shows.</summary>
/// <param name="More">That there are more than are shown.</param>
sealed record IdentitiesView(AdminHead Head, AdminNotice? Notice, IReadOnlyList<TrustedIssuer> Issuers, bool More, TrustForm Form)
{
    public static readonly IdentitiesView Blank = new(AdminHead.Blank, null, [], false, TrustForm.Empty);

    /// <summary>The issuer whose roles were sent and are wrong, with what was typed and why.</summary>
    public (string Id, string? Roles, string Problem)? RolesTrouble { get; init; }
}

/// <summary>Issuers of others whose tokens the organization accepts: <c>/admin/identities</c>.</summary>
[ForMembers]
sealed class IdentitiesModel(AdminSession admin, IOrganizationStore organizations, RefusalWriter refusals, ITrustedIssuerStore store, TrustedIssuerDrafts drafts,
    IdentityChanges changes, TimeProvider clock) : MemberPage(admin, organizations, refusals)
{
    const string Path = AdminSession.FrontPath;
    const int MostShown = 500;

    [FromForm]
    public string? Token { get; set; }

    [FromForm]
    public string? Expression { get; set; }

    [FromForm]
    public string? Audience { get; set; }

    [FromForm]
    public string? Roles { get; set; }

    [FromForm]
    public string? Issuer { get; set; }

    [FromForm]
    public string? JwksUri { get; set; }

    /// <summary>The digest of the form as it was when its preview was made.</summary>
    [FromForm]
    public string? Previewed { get; set; }

    public IdentitiesView View { get; set; } = IdentitiesView.Blank;

    public Task<IActionResult> OnGetAsync() => ShowAsync(Done switch
    {
        "added" => new("The issuer is trusted.", "Its tokens are let in from now on, on every server.", IsBad: false),
        "off" => new("It is switched off.", "Nothing of this issuer is believed until it is switched on again.", IsBad: false),
        "on" => new("It is switched on.", "Its tokens are let in from now on.", IsBad: false),
        "roles" => new("The roles are changed.", "They count with the next call.", IsBad: false),
        "removed" => new("The issuer is not trusted any more.", "Its tokens are refused within a second, on every server.", IsBad: false),
        _ => null,
    }, TrustForm.Empty);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (caller, _) = await EnterAsync(Path);
        // What was typed stays; that it may not be done is said before anything is fetched.
        if (Forbidden(caller) is { } no) return await ShowAsync(no, TrustForm.Empty);
        return Action switch
        {
            "preview" or "trust" => await TrustAsync(caller, ct),
            "off" or "on" or "roles" or "remove" => await ChangeAsync(caller, ct),
            _ => await ShowAsync(null, TrustForm.Empty),
        };
    }

    async Task<IActionResult> TrustAsync(Caller caller, CancellationToken ct)
    {
        // Shells and terminals break long lines; no token has a blank in it.
        var token = Token is null ? null : string.Concat(Token.Where(c => !char.IsWhiteSpace(c)));
        TrustForm form = new(token, Expression?.Trim(), Audience?.Trim(), Roles, Issuer?.Trim(), JwksUri?.Trim()) { IsSent = true };
        if (string.IsNullOrEmpty(token) && form.Issuer is null) return await WrongAsync(form, "Token", "There is nothing to read. Paste a token of the issuer, or write the issuer by hand below.");
        if (RoleLines.Read(form.Roles, out var roles) is { } line) return await WrongAsync(form, "Roles", line);
        var reading = await drafts.ReadAsync(new()
        {
            Token = string.IsNullOrEmpty(token) ? null : token,
            Issuer = form.Issuer,
            Audience = form.Audience,
            UserIdExpression = form.Expression,
            JwksUri = form.JwksUri,
            Roles = roles,
        }, caller.OrganizationId, null, ct);
        if (reading.Flaw is { } flaw) return await WrongAsync(form, "Token", $"{flaw.Sentence}{(reading.Detail is { } detail ? $" ({detail})" : "")} {flaw.Next}");
        if (reading.Issuer is not { } issuer)
        {
            var (field, label) = TrustForm.FieldOf(reading.Member) ?? ("Token", reading.Member ?? "It");
            return await WrongAsync(form, field, $"{label} {reading.Problem}.");
        }
        // What was changed since it was shown is shown again before it counts.
        if (Action == "trust" && Previewed == form.Digest)
            return await changes.AddAsync(HttpContext, caller, issuer, Alone) is { } refused ? await ShowAsync(AdminNotice.Of(refused), form) : SeeDone(Path, "added");
        return await ShowAsync(null, form with { Preview = TrustPreview.Of(issuer, reading.Token) });
    }

    async Task<IActionResult> ChangeAsync(Caller caller, CancellationToken ct)
    {
        if (await store.FindAsync(caller.OrganizationId, Id ?? "", ct) is not { } before) return await ShowAsync(AdminNotice.Gone, TrustForm.Empty);
        if (before.Version != Version) return await ShowAsync(AdminNotice.Stale, TrustForm.Empty);
        if (Action == "remove") return await EndAsync(await changes.RemoveAsync(HttpContext, caller, before, before.Version), "removed");
        // Whoever switches something off must not be told that it may not be there.
        if (Action == "off") return await EndAsync(await changes.SaveAsync(HttpContext, caller, before, before with { Disabled = true, Version = Ids.NewUuid(clock) }), "off");

        Dictionary<string, MemberRole>? roles = null;
        if (Action == "roles" && RoleLines.Read(Roles, out roles) is { } line) return await WrongRolesAsync(before, line);
        var reading = await drafts.ReadAsync(new() { Roles = roles, Disabled = Action == "on" ? false : null }, caller.OrganizationId, before, ct);
        if (reading.Issuer is { } after) return await EndAsync(await changes.SaveAsync(HttpContext, caller, before, after), Action!);
        var problem = $"{TrustForm.FieldOf(reading.Member)?.Label ?? reading.Member} {reading.Problem}.";
        return Action == "roles" ? await WrongRolesAsync(before, problem) : await ShowAsync(new("Nothing was changed.", problem), TrustForm.Empty);
    }

    async Task<IActionResult> EndAsync(Refusal? refused, string done) => refused is { } no ? await ShowAsync(AdminNotice.Of(no), TrustForm.Empty) : SeeDone(Path, done);

    Task<IActionResult> WrongAsync(TrustForm form, string field, string problem) => ShowAsync(null, form with { Trouble = (field, problem) });

    async Task<IActionResult> WrongRolesAsync(TrustedIssuer issuer, string problem)
    {
        var shown = await ShowAsync(new("The roles were not changed.", $"{issuer.Issuer}: {problem}"), TrustForm.Empty);
        View = View with { RolesTrouble = (issuer.Id, Roles, problem) };
        return shown;
    }

    async Task<IActionResult> ShowAsync(AdminNotice? notice, TrustForm form)
    {
        var (caller, head) = await EnterAsync(Path);
        var found = await store.ListAsync(caller.OrganizationId, null, MostShown + 1, HttpContext.RequestAborted);
        View = new(head, notice, [.. found.Take(MostShown)], found.Count > MostShown, form);
        return Page();
    }
}
