using System.Globalization;
using System.Net.Mime;
using Bench.Bare;

// `bench-bare sign RS256 3` prints signatures per second; without it, the app serves the floor that a server on Kestrel can reach.
if (args is ["sign", var algorithm, var seconds])
{
    var rate = SignLoop.Measure(algorithm, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
    Console.WriteLine(rate.ToString("F1", CultureInfo.InvariantCulture));
    return;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
var app = builder.Build();

Serve("/discovery");
Serve("/jwks");

var mint = new TokenMint(TimeProvider.System);
app.MapPost("/token", async (HttpContext context) =>
{
    await context.Request.BodyReader.CopyToAsync(Stream.Null, context.RequestAborted);
    await Send(context, mint.Issue());
});
app.MapGet("/health/ready", () => Results.Ok());
app.Run();

// The file to answer with comes from the command line: --discovery FILE --jwks FILE.
void Serve(string path)
{
    var file = app.Configuration[path[1..]];
    var bytes = file is null ? [] : File.ReadAllBytes(file);
    app.MapGet(path, (HttpContext context) => Send(context, bytes));
}

static Task Send(HttpContext context, ReadOnlyMemory<byte> body)
{
    context.Response.ContentType = MediaTypeNames.Application.Json;
    context.Response.ContentLength = body.Length;
    return context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
}
