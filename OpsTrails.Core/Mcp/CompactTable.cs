using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsTrails.Core.Mcp;

/// <summary>
/// Rows for a small context, each a line of cells separated by spaces. Values that are equal in all rows are written once. Empty columns
/// and trailing empty cells are left out. (Rows as lists of texts took a quarter more tokens.) Takes rows up to a number of bytes.
/// </summary>
/// <param name="columns">Their names.</param>
/// <param name="maxBytes">The maximum size of the rows as JSON.</param>
public sealed class CompactTable(IReadOnlyList<string> columns, int maxBytes = CompactTable.MaxBytes)
{
    public const int MaxBytes = 8 * 1024;

    private const string Empty = "-";

    private readonly List<(string Group, IReadOnlyList<object?> Cells)> _rows = [];
    private bool _isGrouped;
    private int _bytes;

    public int Count => _rows.Count;

    /// <param name="group">A heading shared by consecutive rows, or empty.</param>
    /// <param name="cells">One for each column: a text, a whole number or null.</param>
    /// <returns>Whether the row fits. The first row always does.</returns>
    public bool TryAdd(string group, params IReadOnlyList<object?> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Count, columns.Count);
        var bytes = cells.Sum(BytesOf) + 3 + (_rows.Count > 0 && _rows[^1].Group == group ? 0 : group.Length + 6);
        if (_rows.Count > 0 && _bytes + bytes > maxBytes)
            return false;
        _rows.Add((group, cells));
        _bytes += bytes;
        _isGrouped |= group.Length > 0;
        return true;
    }

    /// <summary>
    /// Writes the members <c>same</c>, <c>columns</c> and <c>rows</c>. With headings, <c>rows</c> is an object with a list for each
    /// heading.
    /// </summary>
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

    /// <summary>Quotes a text that contains a space and doubles quotes inside it. The last cell of a line needs no quotes.</summary>
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
