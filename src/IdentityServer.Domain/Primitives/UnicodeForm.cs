using System.Globalization;
using System.Text;

namespace IdentityServer.Domain.Primitives;

/// <summary>
/// Unicode normalization, forms C and KC: UAX #15. With InvariantGlobalization the base library's String.Normalize
/// returns anything but ASCII unchanged, and passwords and names would differ by the keyboard they were typed on.
/// The table is UnicodeForm.txt; its stability is promised (UAX #15 §3), so newer versions only add characters.
/// </summary>
public static class UnicodeForm
{
    // Hangul is arithmetic: The Unicode Standard §3.12.
    const int S = 0xAC00, L = 0x1100, V = 0x1161, T = 0x11A7, VCount = 21, TCount = 28, SCount = 11172, LCount = 19;

    static readonly Lazy<Table> Data = new(Table.Load);

    /// <summary>Canonical composition: what passwords are hashed as (NIST SP 800-63B §5.1.1.2).</summary>
    public static string C(string text) => Normalize(text, compatibility: false);

    /// <summary>Compatibility composition: what names are compared as.</summary>
    public static string KC(string text) => Normalize(text, compatibility: true);

    static string Normalize(string text, bool compatibility)
    {
        if (Ascii.IsValid(text)) return text;
        List<int> points = new(text.Length + 8);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, compatibility, points);
        Order(points);
        Compose(points);
        StringBuilder built = new(points.Count);
        foreach (var point in points) built.Append(new Rune(point).ToString());
        return built.ToString();
    }

    static void Decompose(int point, bool compatibility, List<int> into)
    {
        if (point is >= S and < S + SCount)
        {
            var index = point - S;
            into.Add(L + index / (VCount * TCount));
            into.Add(V + index % (VCount * TCount) / TCount);
            if (index % TCount != 0) into.Add(T + index % TCount);
        }
        else if (Data.Value.Canonical.TryGetValue(point, out var parts) || (compatibility && Data.Value.Compatible.TryGetValue(point, out parts)))
        {
            foreach (var part in parts) Decompose(part, compatibility, into);
        }
        else
        {
            into.Add(point);
        }
    }

    /// <summary>Canonical ordering: The Unicode Standard §3.11, D109. A stable sort of each run of marks.</summary>
    static void Order(List<int> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            if (Data.Value.ClassOf(points[start]) == 0) continue;
            var end = start;
            while (end < points.Count && Data.Value.ClassOf(points[end]) != 0) end++;
            var sorted = points[start..end].OrderBy(Data.Value.ClassOf).ToArray();
            for (var i = 0; i < sorted.Length; i++) points[start + i] = sorted[i];
            start = end;
        }
    }

    /// <summary>Canonical composition: The Unicode Standard §3.11, D117, in place.</summary>
    static void Compose(List<int> points)
    {
        var starter = -1;
        var last = 0;
        var length = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var mark = Data.Value.ClassOf(point);
            // A mark is blocked by one of its own class or higher before it, and a starter by any mark.
            var free = starter >= 0 && (length - 1 == starter || (last != 0 && last < mark));
            if (free && TryPair(points[starter], point, out var composed))
            {
                points[starter] = composed;
                continue;
            }
            if (mark == 0) starter = length;
            last = mark;
            points[length++] = point;
        }
        points.RemoveRange(length, points.Count - length);
    }

    static bool TryPair(int first, int second, out int composed)
    {
        composed = 0;
        if (first is >= L and < L + LCount && second is >= V and < V + VCount)
            composed = S + ((first - L) * VCount + second - V) * TCount;
        else if (first is >= S and < S + SCount && (first - S) % TCount == 0 && second is > T and < T + TCount)
            composed = first + second - T;
        return composed != 0 || Data.Value.Pairs.TryGetValue((first, second), out composed);
    }

    sealed class Table
    {
        readonly Dictionary<int, byte> classes = [];
        public Dictionary<int, int[]> Canonical { get; } = [];
        public Dictionary<int, int[]> Compatible { get; } = [];
        public Dictionary<(int, int), int> Pairs { get; } = [];

        public int ClassOf(int point) => classes.GetValueOrDefault(point);

        public static Table Load()
        {
            Table table = new();
            using var stream = typeof(UnicodeForm).Assembly.GetManifestResourceStream("UnicodeForm.txt");
            using StreamReader reader = new(stream ?? throw new InvalidOperationException("The assembly lacks UnicodeForm.txt."));
            while (reader.ReadLine() is { } line) table.Add(line);
            return table;
        }

        void Add(string line)
        {
            if (line is "" or ['#', ..]) return;
            if (line[0] == '@')
            {
                var (dash, blank) = (line.IndexOf('-', StringComparison.Ordinal), line.IndexOf(' ', StringComparison.Ordinal));
                for (var point = Hex(line.AsSpan(1, dash - 1)); point <= Hex(line.AsSpan(dash + 1, blank - dash - 1)); point++)
                    classes[point] = byte.Parse(line.AsSpan(blank + 1), CultureInfo.InvariantCulture);
                return;
            }
            var sign = line.AsSpan().IndexOfAny('=', '-', '~');
            var code = Hex(line.AsSpan(0, sign));
            var parts = line[(sign + 1)..].Split(' ').Select(part => Hex(part)).ToArray();
            (line[sign] == '~' ? Compatible : Canonical)[code] = parts;
            if (line[sign] == '=') Pairs[(parts[0], parts[1])] = code;
        }

        static int Hex(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
