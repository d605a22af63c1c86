using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Signals;

namespace IdentityServer.Egress;

/// <summary>
/// The one client that calls other people's servers. Whatever they do, a call ends within five seconds and a mebibyte, leads where
/// <see cref="OutboundUrls"/> and <see cref="Dial"/> let it, and answers with a value. ASVS 15.3.2, RFC 8725bis §3.10.
/// </summary>
internal sealed class GuardedHttp : IDisposable
{
    public const int MaxBody = 1024 * 1024;

    /// <summary>From the call to the last byte, waiting for a place included.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    const int MaxErrorBody = 4096;
    const int MaxHeadKilobytes = 16;

    readonly OutboundUrls urls;
    /// <summary>For documents that are fetched once for everybody.</summary>
    public const int MostAtOnce = 32;
    public const int MostPerHost = 2;

    /// <summary>For calls that somebody waits for who is logging in: many may come at once by one provider, and one that stalls must not hold up the keys of all.</summary>
    public const int MostPeopleAtOnce = 64;
    public const int MostPeoplePerHost = 24;

    readonly Bulkhead documents = new(MostAtOnce, MostPerHost);
    readonly Bulkhead people = new(MostPeopleAtOnce, MostPeoplePerHost);
    readonly HttpMessageInvoker client;

    public GuardedHttp(OutboundUrls urls, INetwork network, TrustedRoots roots)
    {
        this.urls = urls;
        var dial = new Dial(urls, network);
        client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeadKilobytes,
            // What we give up is closed, not read to its end.
            MaxResponseDrainSize = 0,
            ConnectTimeout = Longest,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            MaxConnectionsPerServer = MostPerHost + MostPeoplePerHost,
            // Our trace ids are nobody else's business.
            ActivityHeadersPropagator = null,
            SslOptions = roots.Options(),
            ConnectCallback = (context, ct) => context.InitialRequestMessage.RequestUri is { } url
                ? dial.ConnectAsync(url.IdnHost, url.Port, ct)
                : throw new EgressException(EgressProblem.UrlForbidden, "there is none"),
        });
    }

    /// <summary>Of an answer that is no success the body is not read, but for a short JSON text behind 400 and 401, which may have an error code (RFC 6749 §5.2).</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public Task<EgressAnswer> SendAsync(HttpRequestMessage request, CancellationToken ct) => SendAsync(documents, request, ct);

    /// <summary>The same for somebody who is logging in.</summary>
    public Task<EgressAnswer> SendForPersonAsync(HttpRequestMessage request, CancellationToken ct) => SendAsync(people, request, ct);

    async Task<EgressAnswer> SendAsync(Bulkhead bulkhead, HttpRequestMessage request, CancellationToken ct)
    {
        var answer = await TrySendAsync(bulkhead, request, ct);
        Signals.Called(answer.Problem?.ToString() ?? $"{answer.Status / 100}xx");
        return answer;
    }

    public void Dispose()
    {
        client.Dispose();
        documents.Dispose();
        people.Dispose();
    }

    async Task<EgressAnswer> TrySendAsync(Bulkhead bulkhead, HttpRequestMessage request, CancellationToken ct)
    {
        if (!urls.TryRead(request.RequestUri?.OriginalString, out var url, out var problem)) return EgressAnswer.Failed(EgressProblem.UrlForbidden, "the URL " + problem);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Longest);
        try
        {
            using var place = await bulkhead.EnterAsync(url.IdnHost, patience.Token);
            (request.RequestUri, request.Version, request.VersionPolicy) = (url, HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
            request.Headers.AcceptEncoding.ParseAdd("identity");
            request.Headers.UserAgent.ParseAdd("IdP");
            using var response = await client.SendAsync(request, patience.Token);
            return await ReadAsync(response, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return EgressAnswer.Failed(EgressProblem.TimedOut);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            return Failed(failed);
        }
    }

    static async Task<EgressAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400) return EgressAnswer.Failed(EgressProblem.Redirected, $"HTTP {status}");
        var content = response.Content.Headers;
        var compressed = content.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));
        if (!response.IsSuccessStatusCode)
        {
            var maySay = status is 400 or 401 && !compressed && content.ContentType?.MediaType == "application/json";
            return new(status, null, maySay ? await ReadAsync(response, MaxErrorBody, ct) ?? default : default);
        }
        if (compressed) return EgressAnswer.Failed(EgressProblem.Compressed);
        return await ReadAsync(response, MaxBody, ct) is { } body ? new(status, content.ContentType?.MediaType, body) : EgressAnswer.Failed(EgressProblem.TooLarge);
    }

    /// <summary>Null where there is more.</summary>
    static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpResponseMessage response, int most, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > most) return null;

        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (body.Length + read > most) return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    static EgressAnswer Failed(Exception failed)
    {
        for (var cause = failed; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case EgressException guard: return EgressAnswer.Failed(guard.Problem, guard.Message);
                case OperationCanceledException or TimeoutException: return EgressAnswer.Failed(EgressProblem.TimedOut);
                case AuthenticationException: return EgressAnswer.Failed(EgressProblem.CertificateInvalid);
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }: return EgressAnswer.Failed(EgressProblem.TooLarge, "the head of the answer");
                case SocketException socket: return EgressAnswer.Failed(EgressProblem.Unreachable, Words(socket.SocketErrorCode));
            }
        }
        return EgressAnswer.Failed(EgressProblem.Unreachable, "the connection broke, or the answer is not HTTP");
    }

    static string Words(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name cannot be resolved",
        SocketError.ConnectionRefused => "the connection was refused",
        _ => "no connection",
    };
}
