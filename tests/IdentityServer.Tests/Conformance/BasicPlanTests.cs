using IdentityServer.Tests.Fixture;

namespace IdentityServer.Tests.Conformance;

/// <summary>oidcc-basic-certification-test-plan: answers in the query.</summary>
public sealed class BasicPlanTests(SharedApp shared) : BasicPlan(shared);
