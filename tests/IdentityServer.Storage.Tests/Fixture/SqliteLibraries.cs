using System.Runtime.CompilerServices;

namespace IdentityServer.Storage.Tests.Fixture;

static class SqliteLibraries
{
    // Storage finds the libraries of SQLite when its module is first used: before any test, whichever comes first, opens a file.
#pragma warning disable CA2255 // Nothing else runs before the tests' own statics.
    [ModuleInitializer]
    internal static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(StorageUnavailableException).Module.ModuleHandle);
#pragma warning restore CA2255
}
