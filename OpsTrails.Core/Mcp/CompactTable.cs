using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsTrails.Core.Mcp;

/// <summary>
/// Rows for a small context, each a line of cells with spaces between: what is the same in all of them is said once, columns that are empty everywhere are
/// left out, and so is what is empty at the end of a row. (As lists of texts rows cost a quarter more tokens.) Takes rows until a number of bytes is reached.
/// </summary>
/// <param name="columns">Their names.</param>
/// <param name="mostBytes">The most bytes of the rows as JSON.</param>
public sealed class CompactTable(IReadOnlyList<string> columns, int mostBytes = CompactTable.MostBytes)
{
    public const int MostBytes = 8 * 1024;

    private const string Empty = "-";

    private readonly List<(string Group, IReadOnlyList<object?> Cells)> _rows = [];
    private bool _isGrouped;
    private int _bytes;

    public int Count => _rows.Count;

    /// <param name="group">A heading that rows in succession share; empty for none.</param>
    /// <param name="cells">Texts, whole numbers, or null; one for each column.</param>
    /// <returns>Whether there was room. The first row always has.</returns>
    public bool TryAdd(string group, params IReadOnlyList<object?> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Count, columns.Count);
        var bytes = cells.Sum(BytesOf) + 3 + (_rows.Count > 0 && _rows[^1].Group == group ? 0 : group.Length + 6);
        if (_rows.Count > 0 && _bytes + bytes > mostBytes)
            return false;
        _rows.Add((group, cells));
        _bytes += bytes;
        _isGrouped |= group.Length > 0;
        return true;
    }

    /// <summary>Writes the members <c>same</c>, <c>columns</c> and <c>rows</c>; rows with headings are an object of one list for each of them.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        var (same, shown) = Shape();
        if (same.Count > 0)
        {
            writer.WriteStartObject("same");
            foreach (var column in same)
                writer.WriteString(columns[column], Plain(_rows[0].Cells[column]));
            writer.WriteEndObject();
        }
        writer.WriteString("columns", string.Join(' ', shown.Select(column => columns[column])));
        writer.WritePropertyName("rows");
        if (_isGrouped)
            writer.WriteStartObject();
        foreach (var (group, lines) in Lines(shown))
        {
            if (_isGrouped)
                writer.WritePropertyName(group);
            writer.WriteStartArray();
            foreach (var line in lines)
                writer.WriteStringValue(line);
            writer.WriteEndArray();
        }
        if (_isGrouped)
            writer.WriteEndObject();
    }

    public void WriteText(StringBuilder text)
    {
        var (same, shown) = Shape();
        if (same.Count > 0)
            text.Append("same in all rows: ")
                .AppendJoin(", ", same.Select(column => $"{columns[column]} {Quoted(_rows[0].Cells[column])}"))
                .Append('\n');
        text.Append("columns: ").AppendJoin(' ', shown.Select(column => columns[column])).Append('\n');
        foreach (var (group, lines) in Lines(shown))
        {
            if (_isGrouped)
                text.Append(group).Append('\n');
            text.AppendJoin('\n', lines).Append('\n');
        }
    }

    /// <summary>A text with a space in it stands in quotes, which are doubled within; only what ends a line needs none.</summary>
    internal static string Quoted(object? cell) =>
        Plain(cell) is var text && cell is string && (text.Length == 0 || text == Empty || text.AsSpan().ContainsAny(" \","))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    private IEnumerable<(string Group, List<string> Lines)> Lines(List<int> shown)
    {
        var first = 0;
        while (first < _rows.Count)
        {
            var group = _rows[first].Group;
            var end = _rows.FindIndex(first, row => row.Group != group) is var next and >= 0 ? next : _rows.Count;
            yield return (group, [.. _rows[first..end].Select(row => Line(row.Cells, shown))]);
            first = end;
        }
    }

    private static string Line(IReadOnlyList<object?> row, List<int> shown)
    {
        var count = shown.FindLastIndex(column => row[column] is not null) + 1;
        return string.Join(
            ' ',
            shown.Take(count).Select((column, place) => place > 0 && place == shown.Count - 1 ? Plain(row[column]) : Quoted(row[column]))
        );
    }

    private (List<int> Same, List<int> Shown) Shape()
    {
        var filled = Enumerable.Range(0, columns.Count).Where(column => _rows.Exists(row => row.Cells[column] is not null)).ToList();
        var same =
            _rows.Count < 2
                ? []
                : filled.Where(column => _rows.TrueForAll(row => Equals(row.Cells[column], _rows[0].Cells[column]))).ToList();
        return (same, [.. filled.Except(same)]);
    }

    private static string Plain(object? cell) => cell is null ? Empty : Convert.ToString(cell, CultureInfo.InvariantCulture)!;

    private static int BytesOf(object? cell) =>
        JsonEncodedText.Encode(Quoted(cell), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length + 1;
}
