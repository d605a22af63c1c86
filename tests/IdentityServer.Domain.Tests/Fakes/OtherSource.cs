using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Somebody else's server, as the test wants it to be, and what is heard of it.</summary>
sealed class OtherSource(TimeProvider clock) : IJwksFetch, IRemoteKeyWatch, IRemoteKeyStore
{
    static readonly SigningCredential Signer = SigningCredential.Generate(JwsAlgorithm.ES256);

    /// <summary>The names of the keys that it publishes.</summary>
    public IReadOnlyList<string> Kids { get; set; } = ["a"];

    public JwksProblem? Problem { get; set; }

    /// <summary>While it is not done, no fetch is.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public Exception? Bug { get; set; }

    /// <summary>When each fetch began.</summary>
    public List<DateTimeOffset> Fetches { get; } = [];

    public List<JwksProblem?> Heard { get; } = [];

    public StoredKeySet? Stored { get; set; }

    public int Saves { get; private set; }

    public int Finds { get; private set; }

    public bool StorageIsAway { get; set; }

    public static byte[] Json(params IEnumerable<string> kids)
    {
        var key = Signer.PublicJwk;
        return Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', kids.Select(kid => $$"""{"kty":"EC","crv":"P-256","kid":"{{kid}}","x":"{{key.X}}","y":"{{key.Y}}"}"""))}}]}""");
    }

    public async ValueTask<JwksAnswer> FetchAsync(Uri source, CancellationToken ct)
    {
        lock (Fetches) Fetches.Add(clock.GetUtcNow());
        if (Hold is { } hold) await hold.Task;
        if (Bug is not null) throw Bug;
        return Problem is { } problem ? JwksAnswer.Failed(problem, "detail") : JwksDocument.Read(Json(Kids));
    }

    public void Changed(Uri source, JwksProblem? problem, string? detail) => Heard.Add(problem);

    public ValueTask<StoredKeySet?> FindAsync(string source, CancellationToken ct)
    {
        Finds++;
        if (StorageIsAway) throw new TimeoutException();
        return new(Stored);
    }

    public ValueTask SaveAsync(StoredKeySet keys, CancellationToken ct)
    {
        Saves++;
        if (StorageIsAway) throw new TimeoutException();
        Stored = keys;
        return default;
    }
}
