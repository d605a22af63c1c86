using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentityServer.Storage.Conversions;

/// <summary>SQLite has no instants; UTC ticks are exact, small, and sort as time does.</summary>
internal sealed class InstantAsTicks() : ValueConverter<DateTimeOffset, long>(
    instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

/// <summary>One offset for all: PostgreSQL refuses any but UTC, SQL Server would keep whatever came.</summary>
internal sealed class InstantAsUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    instant => instant.ToUniversalTime(), instant => instant);

/// <summary>A span of time in whole seconds.</summary>
internal sealed class SpanInSeconds() : ValueConverter<TimeSpan, long>(
    span => (long)span.TotalSeconds, seconds => TimeSpan.FromSeconds(seconds));
