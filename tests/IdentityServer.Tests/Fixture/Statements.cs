using System.Data.Common;
using System.Diagnostics;

namespace IdentityServer.Tests.Fixture;

/// <summary>The SQL that reaches one database, as EF Core reports it; other tests' databases the clock-driven watch and the ledgers are left out.</summary>
/// <remarks>EF Core forgets for a second that somebody listens, so the watch begins before the server starts.</remarks>
public sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    const string Source = "Microsoft.EntityFrameworkCore";

    /// <summary>Written once in a while, however many requests there are.</summary>
    static readonly string[] Ledgers = ["TokenCounts", "JwksReaders", "ClientRanges"];

    readonly List<IDisposable> subscriptions = [];
    readonly List<string> seen = [];
    readonly Lock gate = new();
    int looks;

    /// <summary>A part of the connection string; until it is set nothing is kept.</summary>
    public string? Database { get; set; }

    public static Statements Watch()
    {
        var statements = new Statements();
        var all = DiagnosticListener.AllListeners.Subscribe(statements);
        lock (statements.gate) statements.subscriptions.Add(all);
        return statements;
    }

    /// <summary>Until the watch has met all earlier changes of clients: what it has not seen yet makes it forget them once more.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        // The second look from now has begun after the first one was done with.
        var enough = Looks + 2;
        while (Looks < enough) await Task.Delay(20, ct);
    }

    int Looks
    {
        get
        {
            lock (gate) return looks;
        }
    }

    /// <summary>What came since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (gate)
        {
            string[] taken = [.. seen];
            seen.Clear();
            return taken;
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name != Source) return;
        var one = value.Subscribe(this, name => name == Source + ".Database.Command.CommandExecuting");
        lock (gate) subscriptions.Add(one);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // The archive keeps EF Core to itself, so the event's type cannot be named here.
        if (value.Value?.GetType().GetProperty("Command")?.GetValue(value.Value) is not DbCommand command || Database is null || command.Connection?.ConnectionString.Contains(Database, StringComparison.Ordinal) != true) return;
        lock (gate)
        {
            if (Ledgers.Any(table => command.CommandText.Contains(table, StringComparison.Ordinal))) return;
            if (!command.CommandText.Contains("ChangeStamps", StringComparison.Ordinal)) seen.Add(command.CommandText);
            else if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)) looks++;
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var subscription in subscriptions) subscription.Dispose();
        }
    }
}
