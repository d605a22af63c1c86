using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IdentityServer.Tests.Egress;

/// <summary>Somebody else's server on loopback, byte by byte: it may say what no web server would.</summary>
sealed class OtherServer : IAsyncDisposable
{
    public const string Jwks = """{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}""";

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Func<Stream, Task> talk;
    readonly X509Certificate2? certificate;
    readonly CancellationTokenSource over = new();
    readonly Task listening;
    int connections;
    long written;

    /// <param name="talk">What it does with a connection, from its first byte on.</param>
    public OtherServer(Func<Stream, Task> talk, X509Certificate2? certificate = null)
    {
        (this.talk, this.certificate) = (talk, certificate);
        listener.Start();
        listening = ListenAsync();
    }

    /// <summary>One that reads each request and gives the same answer.</summary>
    public OtherServer(string answer, X509Certificate2? certificate = null) : this(async stream =>
    {
        while (await ReadHeadAsync(stream) is { Length: > 0 }) await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }, certificate)
    {
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    /// <summary>Bytes that the other side took, or that at least have left here.</summary>
    public long Written => Interlocked.Read(ref written);

    public static string Http(string body, string status = "200 OK", string headers = "Content-Type: application/json\r\n") =>
        $"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>A request's head, or nothing when there is none.</summary>
    public static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0) head.Append((char)one[0]);
        return head.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Dispose();
        await listening;
        over.Dispose();
    }

    async Task ListenAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref connections);
        using var closing = over.Token.Register(client.Dispose);
        try
        {
            await using Stream counted = new Counted(client.GetStream(), bytes => Interlocked.Add(ref written, bytes));
            if (certificate is null)
            {
                await talk(counted);
                return;
            }
            await using var tls = new SslStream(counted);
            // Offline: otherwise the server itself would fetch what its certificate names.
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) });
            await talk(tls);
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or AuthenticationException or OperationCanceledException)
        {
            // They have hung up.
        }
        finally
        {
            client.Dispose();
        }
    }

    sealed class Counted(Stream inner, Action<int> count) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            count(buffer.Length);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
