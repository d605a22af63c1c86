using IdentityServer.Domain.Organizations;

namespace IdentityServer.Management;

/// <summary>Who is calling. A handler that has it as a parameter gets the one whom the door let in.</summary>
/// <param name="Actor">As the audit log writes it.</param>
internal sealed record Caller(string OrganizationId, string Actor, MemberRole Role)
{
    /// <summary>Null for a program.</summary>
    public MemberSession? Session { get; init; }

    /// <summary>The service client whose key it is; null for other keys and for people.</summary>
    public string? ClientId { get; init; }

    public static ValueTask<Caller> BindAsync(HttpContext http) =>
        new(http.Features.Get<Caller>() ?? throw new InvalidOperationException("The door was not passed."));
}
