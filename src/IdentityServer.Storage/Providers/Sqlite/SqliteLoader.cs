using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>
/// Chooses the SQLite library before anything opens a database: the system's, which its distribution patches, before
/// the older one that came with the package.
/// </summary>
internal static class SqliteLoader
{
    static readonly string[] systemNames = ["libsqlite3.so.0", "libsqlite3.dylib"];

#pragma warning disable CA2255 // A module initializer is the only place that runs before EF's SQLite provider loads SQLitePCLRaw.
    [ModuleInitializer]
    internal static void Prepare()
#pragma warning restore CA2255
    {
        // Microsoft.Data.Sqlite asks for a newer assembly version than the one that is here; the one beside us serves.
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
        {
            if (name.Name?.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal) != true) return null;
            return Find(name.Name + ".dll") is { } path ? context.LoadFromAssemblyPath(path) : null;
        };
        ChooseLibrary();
    }

    /// <summary>Beside the application; or, under a tool such as dotnet-ef, where the host found it.</summary>
    static string? Find(string file)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, file);
        if (File.Exists(beside)) return beside;
        var known = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return Array.Find(known.Split(Path.PathSeparator), path => Path.GetFileName(path) == file);
    }

    // By reflection, because these assemblies cannot be compiled against (see the project file).
    static void ChooseLibrary()
    {
        NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), Resolve);
        Assembly.Load("SQLitePCLRaw.batteries_v2").GetType("SQLitePCL.Batteries_V2", throwOnError: true)!.GetMethod("Init")!.Invoke(null, null);
    }

    static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var name in systemNames)
            if (NativeLibrary.TryLoad(name, out var handle)) return Configured(handle);
        return NativeLibrary.TryLoad(library, assembly, path, out var bundled) ? Configured(bundled) : nint.Zero;
    }

    /// <summary>
    /// Two mutexes less around everything SQLite does (https://www.sqlite.org/threadsafe.html): a connection here is used by
    /// one thread at a time, and nobody reads its memory statistics. Only before the library is first used; refused, it works as before.
    /// </summary>
    static unsafe nint Configured(nint library)
    {
        const int MultiThread = 2, MemoryStatus = 9;
        // Variadic in C: Linux passes these arguments like any others, Apple's ARM64 does not.
        if (!OperatingSystem.IsLinux() || configured || !NativeLibrary.TryGetExport(library, "sqlite3_config", out var export)) return library;
        configured = true;
        _ = ((delegate* unmanaged[Cdecl]<int, int>)export)(MultiThread);
        _ = ((delegate* unmanaged[Cdecl]<int, int, int>)export)(MemoryStatus, 0);
        return library;
    }

    static bool configured;
}
