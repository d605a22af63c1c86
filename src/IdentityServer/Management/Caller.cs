using IdentityServer.Domain.Organizations;

namespace IdentityServer.Management;

/// <summary>Who is calling. A handler that has it as a parameter gets the one whom the door let in.</summary>
/// <param name="Actor">As the audit log writes it.</param>
internal sealed record Caller(string OrganizationId, string Actor, MemberRole Role)
{
    public static ValueTask<Caller> BindAsync(HttpContext http) =>
        new(http.Features.Get<Caller>() ?? throw new InvalidOperationException("The door was not passed."));
}
