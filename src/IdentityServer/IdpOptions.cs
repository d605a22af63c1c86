using IdentityServer.Domain.Keys;

namespace IdentityServer;

/// <summary>The settings under <c>Idp:</c>. Checked at start by <see cref="IdpOptionsValidator"/>; a wrong one stops it and is named.</summary>
internal sealed class IdpOptions
{
    /// <summary>The exact issuer of the default pool and the base of every URL we print. Neither Host nor forwarded headers change it.</summary>
    public string Issuer { get; set; } = "";

    public DatabaseOptions Database { get; set; } = new();

    /// <summary>SQLite file, mail drop, backups.</summary>
    public string DataDirectory { get; set; } = "data";

    public KeysOptions Keys { get; set; } = new();
    public ConfigurationOptions Configuration { get; set; } = new();
    public ProxyOptions Proxy { get; set; } = new();
    public EgressOptions Egress { get; set; } = new();
    public TelemetryOptions Telemetry { get; set; } = new();
    public DemoOptions Demo { get; set; } = new();

    /// <summary>Which database.</summary>
    internal sealed class DatabaseOptions
    {
        /// <summary>Sqlite, SqlServer or PostgreSql.</summary>
        public string Provider { get; set; } = "Sqlite";

        /// <summary>Null means the SQLite file below the data directory.</summary>
        public string? ConnectionString { get; set; }

        /// <summary>Null means true on SQLite, false elsewhere.</summary>
        public bool? MigrateOnStart { get; set; }
    }

    /// <summary>Where the master key comes from.</summary>
    internal sealed class KeysOptions
    {
        /// <summary>Holds <c>master.key</c>, made at first start.</summary>
        public string Directory { get; set; } = "keys";

        /// <summary>32 bytes in base64; replaces the file. Several stand with blanks between them, and the first is the one wanted.</summary>
        public string? MasterKey { get; set; }

        /// <summary>A command of the shell that prints the same; replaces the file too.</summary>
        public string? MasterKeyCommand { get; set; }

        /// <summary>A signing key signs for this long, unless its pool and algorithm has a policy of its own.</summary>
        public TimeSpan RotationInterval { get; set; } = RotationPolicy.DefaultInterval;

        /// <summary>Its successor is public for this long before it signs.</summary>
        public TimeSpan AnnounceBefore { get; set; } = RotationPolicy.DefaultAnnounceBefore;

        /// <summary>When a look is taken at what is due: a Quartz cron expression, UTC.</summary>
        public string Schedule { get; set; } = RotationPolicies.DefaultSchedule;
    }

    /// <summary>The declarative file.</summary>
    internal sealed class ConfigurationOptions
    {
        /// <summary>Reconciled at start; null means none.</summary>
        public string? File { get; set; }
    }

    /// <summary>Reverse proxies in front of us.</summary>
    internal sealed class ProxyOptions
    {
        /// <summary>Networks in CIDR form whose forwarded client addresses count.</summary>
        public IList<string> KnownNetworks { get; } = [];
    }

    /// <summary>Calls to other people's servers.</summary>
    internal sealed class EgressOptions
    {
        /// <summary>Exact <c>host:port</c> pairs that may be called although they are private, speak http, or listen elsewhere than on 443 and 8443.</summary>
        public IList<string> AllowedHosts { get; } = [];

        /// <summary>PEM certificates of authorities that are trusted beside the system's; null means none.</summary>
        public string? ExtraCaFile { get; set; }
    }

    /// <summary>Where metrics and traces go.</summary>
    internal sealed class TelemetryOptions
    {
        /// <summary>An OTLP/gRPC endpoint; null means nowhere.</summary>
        public string? OtlpEndpoint { get; set; }
    }

    /// <summary>The demo shop.</summary>
    internal sealed class DemoOptions
    {
        /// <summary>Null means in Development only; Production never has it.</summary>
        public bool? Enabled { get; set; }
    }
}
