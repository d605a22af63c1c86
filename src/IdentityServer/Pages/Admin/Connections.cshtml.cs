using IdentityServer.Account;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace IdentityServer.Pages.Admin;

/// <summary>What the page of connections shows.</summary>
/// <param name="Pools">Names by id.</param>
/// <param name="Form">Null until a provider is chosen.</param>
sealed record ConnectionsView(AdminHead Head, AdminNotice? Notice, IReadOnlyList<ConnectionLine> Connections, IReadOnlyList<PoolChoice> Pools, ConnectionForm? Form)
{
    public static readonly ConnectionsView Blank = new(AdminHead.Blank, null, [], [], null);
}

/// <summary>One connection, without its secret.</summary>
/// <param name="Provider">The name of its preset; null for none.</param>
sealed record ConnectionLine(Connection Connection, string? Provider, string Pool, string CallbackUrl, string LogoutUrl, string? Hint)
{
    public bool IsOff => Connection.Disabled;
}

/// <summary>Where the users of the organization's pools can log in elsewhere: <c>/admin/connections</c>.</summary>
[ForMembers]
sealed class ConnectionsModel(AdminSession admin, IOrganizationStore organizations, RefusalWriter refusals, IConnectionStore store, ConnectionChanges changes,
    OwnPool pools, IUserPoolStore userPools, Pool root, TimeProvider clock) : MemberPage(admin, organizations, refusals)
{
    const string Path = "/admin/connections";
    const int MostPools = 200;

    /// <summary>The chosen provider; the form posts to the same address, so it stays there.</summary>
    [FromQuery(Name = "preset")]
    public string? Preset { get; set; }

    [FromForm]
    public string? ConnectionId { get; set; }

    [FromForm]
    public string? Name { get; set; }

    [FromForm]
    public string? ClientId { get; set; }

    [FromForm]
    public string? ClientSecret { get; set; }

    [FromForm]
    public string? Pool { get; set; }

    public ConnectionsView View { get; set; } = ConnectionsView.Blank;

    public Task<IActionResult> OnGetAsync() => ShowAsync(Done switch
    {
        "added" => new("The connection is there.", "Register its callback URL at the provider, if you have not yet. Its button is on the sign-in page now.", IsBad: false),
        "off" => new("It is switched off.", "Its button is gone from the sign-in page. Users who are signed in stay so.", IsBad: false),
        "on" => new("It is switched on.", "Its button is on the sign-in page again.", IsBad: false),
        "removed" => new("The connection is removed.", "Users who came by it stay, and are known again when it comes back.", IsBad: false),
        _ => null,
    });

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (caller, _) = await EnterAsync(Path);
        if (Forbidden(caller) is { } no) return await ShowAsync(no);
        return Action switch
        {
            "add" when Chosen is { } preset => await AddAsync(caller, preset, ct),
            "off" or "on" or "remove" => await ChangeAsync(caller, ct),
            _ => await ShowAsync(null),
        };
    }

    ConnectionPreset? Chosen => Preset is null ? null : ConnectionPreset.Find(Preset);

    async Task<IActionResult> AddAsync(Caller caller, ConnectionPreset preset, CancellationToken ct)
    {
        if (await pools.FindAsync(caller.OrganizationId, Pool, ct) is not { } pool) return await WrongAsync("", "There is no such pool. Choose one that your organization has.");
        var parameters = Parameters(preset);
        if (preset.Issuer is not null && preset.IssuerWith(parameters, out var missing) is null)
            return await WrongAsync(ConnectionForm.FieldOfParameter(missing!), $"The {missing} has to be there, without blanks, braces, ?, # and @.");
        var (connection, flaw) = await changes.ReadAsync(new()
        {
            Preset = preset.Id,
            PresetParameters = parameters,
            ConnectionId = ConnectionId?.Trim(),
            Name = Name?.Trim(),
            ClientId = ClientId?.Trim(),
            ClientSecret = ClientSecret?.Trim(),
        }, pool, caller.OrganizationId, null, ct);
        if (flaw is not null)
        {
            var field = ConnectionForm.FieldOf(flaw.Member, preset);
            var problem = flaw.Code is null ? $"{field?.Label ?? flaw.Member} {flaw.Problem}." : flaw.Problem;
            return await WrongAsync(field?.Field ?? "", problem);
        }
        if (await changes.AddAsync(HttpContext, caller, connection!, Alone) is null) return SeeDone(Path, "added");
        return await WrongAsync("ConnectionId", "The pool has a connection of this id or of this issuer already, or had one of this id with another issuer. Choose another id.");
    }

    async Task<IActionResult> ChangeAsync(Caller caller, CancellationToken ct)
    {
        var before = (await store.ListAsync(caller.OrganizationId, ct)).FirstOrDefault(connection => connection.Id == Id && connection.PoolId.Value == Pool);
        if (before is null) return await ShowAsync(AdminNotice.Gone);
        if (before.Version != Version) return await ShowAsync(AdminNotice.Stale);
        if (Action == "remove") return await EndAsync(await changes.RemoveAsync(HttpContext, caller, before, before.Version), "removed");
        var after = before with { Disabled = true, UpdatedAt = clock.GetUtcNow(), Version = Ids.NewUuid(clock) };
        if (Action == "on")
        {
            // What has become forbidden since is not switched on again.
            var (checkedAgain, flaw) = await changes.ReadAsync(new() { Disabled = false }, before.PoolId, caller.OrganizationId, before, ct);
            if (checkedAgain is null) return await ShowAsync(new("Nothing was changed.", $"{flaw!.Member} {flaw.Problem}."));
            after = checkedAgain;
        }
        return await EndAsync(await changes.SaveAsync(HttpContext, caller, before, after), Action!);
    }

    async Task<IActionResult> EndAsync(Refusal? refused, string done) => refused is { } no ? await ShowAsync(AdminNotice.Of(no)) : SeeDone(Path, done);

    /// <summary>A field for each, by the name that the preset gives it.</summary>
    Dictionary<string, string> Parameters(ConnectionPreset preset) => !Request.HasFormContentType ? []
        : preset.Parameters.Keys.ToDictionary(name => name, name => Request.Form[ConnectionForm.FieldOfParameter(name)].ToString().Trim());

    async Task<IActionResult> WrongAsync(string field, string problem)
    {
        var shown = await ShowAsync(field == "" ? new("Nothing was saved.", problem) : null);
        if (View.Form is { } form) View = View with { Form = form with { Trouble = (field, problem) } };
        return shown;
    }

    async Task<IActionResult> ShowAsync(AdminNotice? notice)
    {
        var (caller, head) = await EnterAsync(Path);
        var ct = HttpContext.RequestAborted;
        List<PoolChoice> choices = [.. (await userPools.ListAsync(caller.OrganizationId, null, MostPools, ct)).Where(pool => pool.IsHosted).Select(pool => new PoolChoice(pool.Id.Value, pool.Name, changes.IssuerOf(pool.Id)))];
        if (await pools.FindAsync(caller.OrganizationId, root.Id.Value, ct) is not null) choices.Insert(0, new(root.Id.Value, "Default pool", root.Issuer));
        var lines = (await store.ListAsync(caller.OrganizationId, ct)).Select(connection => Line(connection, choices));
        var form = head.MayChange && choices.Count > 0 && Chosen is { } preset ? new ConnectionForm(preset, Parameters(preset), ConnectionId ?? (HttpMethods.IsPost(Request.Method) ? null : preset.Id), Name, ClientId, Pool, choices) : null;
        View = new(head, notice, [.. lines], choices, form);
        return Page();
    }

    ConnectionLine Line(Connection connection, List<PoolChoice> choices)
    {
        var entry = changes.Entry(connection);
        var pool = choices.Find(choice => choice.Id == connection.PoolId.Value)?.Name ?? connection.PoolId.Value;
        return new(connection, connection.Preset is { } preset ? ConnectionPreset.Find(preset)?.Name : null, pool, entry.CallbackUrl, entry.BackchannelLogoutUrl, entry.Hint);
    }
}
