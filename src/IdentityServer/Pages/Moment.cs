using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace IdentityServer.Pages;

/// <summary>A time in words, UTC, in the element that programs read it from: HTML §4.5.14.</summary>
sealed class Moment(DateTimeOffset time) : IHtmlContent
{
    /// <summary>Digits and English names only: nothing here needs to be encoded.</summary>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) =>
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<time datetime=\"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\">{Full(time)}</time>"));

    public static string Full(DateTimeOffset time) => Text(time, "d MMM yyyy, HH:mm");

    public static string Day(DateTimeOffset time) => Text(time, "d MMM");

    public static string Text(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A span in the largest unit that it is whole in.</summary>
    public static string Span(TimeSpan span)
    {
        var (count, unit) = span.Ticks switch
        {
            >= TimeSpan.TicksPerDay when span.Ticks % TimeSpan.TicksPerDay == 0 => (span.Ticks / TimeSpan.TicksPerDay, "day"),
            >= TimeSpan.TicksPerHour when span.Ticks % TimeSpan.TicksPerHour == 0 => (span.Ticks / TimeSpan.TicksPerHour, "hour"),
            >= TimeSpan.TicksPerMinute when span.Ticks % TimeSpan.TicksPerMinute == 0 => (span.Ticks / TimeSpan.TicksPerMinute, "minute"),
            _ => (span.Ticks / TimeSpan.TicksPerSecond, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }
}
