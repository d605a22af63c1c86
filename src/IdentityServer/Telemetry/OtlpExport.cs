using IdentityServer.Domain.Signals;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IdentityServer.Telemetry;

/// <summary>Sends metrics and traces to an OTLP collector, where one is configured. Query strings are not among the tags.</summary>
internal sealed class OtlpExport(string endpoint) : IHostedService
{
    MeterProvider? metrics;
    TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("idp", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString());
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(Signals.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter(otlp => otlp.Endpoint = new(endpoint)).Build();
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(Signals.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter(otlp => otlp.Endpoint = new(endpoint)).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        metrics?.Dispose();
        traces?.Dispose();
        return Task.CompletedTask;
    }
}
