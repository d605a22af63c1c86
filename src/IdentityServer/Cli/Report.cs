using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Configuration;

namespace IdentityServer.Cli;

/// <summary>How a command answers: lines for a person, or one JSON document for a program; and with which exit code.</summary>
internal sealed class Report(TextWriter output, TextWriter error, bool json)
{
    public const int Ok = 0;
    public const int Refused = 1;
    public const int NotUnderstood = 2;

    static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Done(JsonNode document, params IEnumerable<string> lines)
    {
        Write(output, document, lines);
        return Ok;
    }

    /// <summary>The command did look, and what it found is a problem.</summary>
    public int Found(JsonNode document, params IEnumerable<string> lines)
    {
        Write(output, document, lines);
        return Refused;
    }

    /// <summary>What goes on meanwhile, for a person who waits: never between a program and its document.</summary>
    public void Progress(string line)
    {
        if (!json) error.WriteLine(line);
    }

    /// <summary>The line that was typed is no command; help would be no answer for a program.</summary>
    public int NotUnderstand(IReadOnlyList<string> problems)
    {
        Write(json ? output : error, new JsonObject { ["error"] = string.Join(' ', problems) }, problems);
        return NotUnderstood;
    }

    public int Refuse(string problem)
    {
        Write(json ? output : error, new JsonObject { ["error"] = problem }, [problem]);
        return Refused;
    }

    public int Refuse(string problem, IReadOnlyList<DeclarationProblem> details)
    {
        JsonArray list = [.. details.Select(detail => new JsonObject { ["path"] = detail.Path, ["message"] = detail.Message })];
        Write(json ? output : error, new JsonObject { ["error"] = problem, ["problems"] = list }, [problem, .. details.Select(detail => $"  {detail}")]);
        return Refused;
    }

    /// <summary>Columns as wide as they need to be; the last one may run.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = head.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(head))
            yield return string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();
    }

    /// <summary>Names on the left, what they are on the right.</summary>
    public static IEnumerable<string> Facts(params IReadOnlyList<(string Name, string? Value)> facts)
    {
        var width = facts.Max(fact => fact.Name.Length);
        return facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => $"  {fact.Name.PadRight(width)}  {fact.Value}");
    }

    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);

    void Write(TextWriter writer, JsonNode document, IEnumerable<string> lines)
    {
        if (json) writer.WriteLine(document.ToJsonString(Layout));
        else foreach (var line in lines) writer.WriteLine(line);
    }
}
