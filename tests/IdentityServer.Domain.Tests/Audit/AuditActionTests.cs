using IdentityServer.Domain.Audit;
using Xunit;

namespace IdentityServer.Domain.Tests.Audit;

public sealed class AuditActionTests
{
    /// <summary>Names are promises: logs are kept for years, and alarms are written on them.</summary>
    [Fact]
    public void Names_are_the_ones_that_logs_have() => Assert.Equal(
        ["organization.created", "organization.changed", "member.created", "member.changed", "member.removed", "member.logged_in", "member.logged_out",
            "user_pool.created", "user_pool.changed", "user_pool.removed", "sdk_client.created", "sdk_client.changed", "sdk_client.removed",
            "api_key.created", "api_key.changed", "api_key.revoked",
            "connection.created", "connection.changed", "connection.removed", "trusted_issuer.created", "trusted_issuer.changed", "trusted_issuer.removed", "user.created",
            "key.rotated", "key.revoked", "key.imported", "key.policy_changed", "key.rewrapped"],
        AuditAction.All.Select(action => action.ToString()));
}
