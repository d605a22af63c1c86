using IdentityServer.Tests.Fixture;

namespace IdentityServer.Tests.Conformance;

/// <summary>oidcc-formpost-basic-certification-test-plan: the same modules; every answer, errors included, is a POST with nothing in the query.</summary>
public sealed class FormPostPlanTests(SharedApp shared) : BasicPlan(shared)
{
    protected override string? Mode => "form_post";
}
