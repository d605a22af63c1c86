using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;

// Both start with their first use, so a filtered run pays for what it uses.
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(PostgresCluster))]
