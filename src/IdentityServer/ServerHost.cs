using IdentityServer.Demo;
using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Jobs;
using IdentityServer.Keys;
using IdentityServer.Pools;
using IdentityServer.Setup;
using IdentityServer.Startup;
using IdentityServer.Storage;
using IdentityServer.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace IdentityServer;

/// <summary>The table of contents: what the server is made of, and in which order a request meets it.</summary>
internal static class ServerHost
{
    const string DefaultUrl = "http://localhost:5080";

    /// <exception cref="StartupException">A setting is wrong; the message names the key.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var options = Configure(builder);
        AddServices(builder.Services, options, builder.Environment);

        var app = builder.Build();
        // Our sessions are not ASP.NET Core's; its own middleware, which is put in front of everything otherwise, would only cost time.
        IDictionary<string, object?> put = ((IApplicationBuilder)app).Properties;
        put["__AuthenticationMiddlewareSet"] = put["__AuthorizationMiddlewareSet"] = true;
        var faults = app.Services.GetRequiredService<Faults>();
        var scheme = new Uri(options.Issuer).Scheme;
        app.Use(next => http =>
        {
            // The issuer says how people reach us. Behind a proxy that ends TLS the request does not, and forms would be refused for it.
            http.Request.Scheme = scheme;
            return faults.GuardAsync(http, next);
        });
        if (options.Proxy.KnownNetworks.Count > 0) app.UseForwardedHeaders();
        var pools = app.Services.GetRequiredService<PoolRequests>();
        app.Use(next => http => pools.EnterAsync(http, next));
        app.UseRouting();
        app.UseManagement();
        app.UsePages();
        app.MapProtocol();
        app.MapUpstream();
        app.MapManagement();
        app.MapHealth();
        app.MapStaticAssets();
        app.MapRazorPages();
        return app;
    }

    static IdpOptions Configure(WebApplicationBuilder builder)
    {
        var options = new IdpOptions { Issuer = builder.Environment.IsDevelopment() ? DefaultUrl : "" };
        try
        {
            builder.Configuration.GetSection("Idp").Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            // It names the key, what stands there, and what should.
            throw new StartupException(unreadable.Message, unreadable);
        }
        if (new IdpOptionsValidator(builder.Environment).Validate(null, options) is { Failed: true } wrong)
            throw new StartupException(string.Join('\n', wrong.Failures));

        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && builder.Configuration["https_ports"] is null
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()) builder.WebHost.UseUrls(DefaultUrl);

        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            // What the archive throws is logged where it is caught; EF Core would say it twice, with the SQL.
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None)
            // Only for its log scopes it would begin an activity for each request; a collector, where there is one, gets them anyway.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // It warns that it forbids caching, which is what our pages say already.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        if (builder.Environment.IsDevelopment()) builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        else builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        return options;
    }

    static void AddServices(IServiceCollection services, IdpOptions options, IHostEnvironment environment)
    {
        // Read here as well, so that a mistake in it stops the start before anything is touched.
        var declared = DeclaredConfiguration.Read(options);
        var source = new MasterKeySource(options.Keys);
        var masterKeys = new MasterKeys(source.Load(), source, TimeProvider.System);
        services.AddSingleton(Options.Create(options));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(source).AddSingleton(masterKeys);
        services.AddSingleton(new Pool(PoolId.Default, options.Issuer));
        services.AddKeys(options.Keys);

        try
        {
            services.AddIdpStorage(options.Database.Provider, options.Database.ConnectionString ?? $"Data Source={Path.Combine(options.DataDirectory, "idp.db")}");
        }
        catch (ArgumentException wrong)
        {
            throw new StartupException($"Idp:Database:ConnectionString cannot be used with {options.Database.Provider}: {wrong.Message}", wrong);
        }
        services.AddDataProtection().SetApplicationName("idp");
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository, KeyRings>((ring, repository, rings) =>
        {
            ring.XmlRepository = new GuardedRepository(repository, rings);
            ring.XmlEncryptor = new SealedXml(masterKeys);
        });
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // Neither the host nor the scheme: the issuer is a setting, and nothing that a request says changes it.
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var network in options.Proxy.KnownNetworks) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });

        services.AddProtocol();
        services.AddUpstream();
        services.AddManagement();
        services.AddEgress(options);
        services.AddTrust();
        services.AddAccounts();
        services.AddPages(new DemoShop(!environment.IsProduction() && (options.Demo.Enabled ?? environment.IsDevelopment()), declared));

        services.AddSingleton<Readiness>().AddSingleton<DeclaredConfiguration>().AddSingleton<Reconciler>();
        services.AddHostedService<Drain>().AddHostedService<StartupSequence>();
        services.AddJobs();
        if (options.Telemetry.OtlpEndpoint is { Length: > 0 } endpoint) services.AddHostedService(_ => new OtlpExport(endpoint));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }
}
