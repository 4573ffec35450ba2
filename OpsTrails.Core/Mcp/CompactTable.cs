using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsTrails.Core.Mcp;

/// <summary>
/// Rows for a small context: what is the same in all of them is said once, columns that are empty everywhere are left out, and so is what is empty at the
/// end of a row. Takes rows until a number of bytes is reached.
/// </summary>
/// <param name="columns">Their names.</param>
/// <param name="mostBytes">The most bytes of the rows as JSON.</param>
public sealed class CompactTable(IReadOnlyList<string> columns, int mostBytes = CompactTable.MostBytes)
{
    public const int MostBytes = 8 * 1024;

    private readonly List<(string Group, IReadOnlyList<object?> Cells)> _rows = [];
    private bool _isGrouped;
    private int _bytes;

    public int Count => _rows.Count;

    /// <param name="group">A heading that rows in succession share; empty for none.</param>
    /// <param name="cells">Texts, whole numbers, or null; one for each column.</param>
    /// <returns>Whether there was room. The first row always has.</returns>
    public bool TryAdd(string group, params IReadOnlyList<object?> cells)
    {
        var bytes = cells.Sum(BytesOf) + 2 + (_rows.Count > 0 && _rows[^1].Group == group ? 0 : group.Length + 6);
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
                Write(writer, columns[column], _rows[0].Cells[column]);
            writer.WriteEndObject();
        }
        writer.WriteStartArray("columns");
        foreach (var column in shown)
            writer.WriteStringValue(columns[column]);
        writer.WriteEndArray();
        writer.WritePropertyName("rows");
        if (_isGrouped)
            WriteGroups(writer, shown);
        else
            WriteRows(writer, shown, _rows);
    }

    public void WriteText(StringBuilder text)
    {
        var (same, shown) = Shape();
        if (same.Count > 0)
            text.Append("same in all rows: ").AppendJoin(", ", same.Select(column => $"{columns[column]} {Quoted(_rows[0].Cells[column])}")).Append('\n');
        text.Append("columns: ").AppendJoin(' ', shown.Select(column => columns[column])).Append('\n');
        var group = "";
        foreach (var row in _rows)
        {
            if (row.Group != group)
                text.Append(row.Group).Append('\n');
            group = row.Group;
            var cells = Cells(row.Cells, shown).ToList();
            text.AppendJoin(' ', cells.Select((cell, place) => place == shown.Count - 1 && place > 0 ? Plain(cell) : Quoted(cell))).Append('\n');
        }
    }

    private void WriteGroups(Utf8JsonWriter writer, List<int> shown)
    {
        writer.WriteStartObject();
        for (var first = 0; first < _rows.Count;)
        {
            var group = _rows[first].Group;
            var end = _rows.FindIndex(first, row => row.Group != group) is var next and >= 0 ? next : _rows.Count;
            writer.WritePropertyName(group);
            WriteRows(writer, shown, _rows[first..end]);
            first = end;
        }
        writer.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter writer, List<int> shown, List<(string Group, IReadOnlyList<object?> Cells)> rows)
    {
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            writer.WriteStartArray();
            foreach (var cell in Cells(row.Cells, shown))
                Write(writer, null, cell);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static IEnumerable<object?> Cells(IReadOnlyList<object?> row, List<int> shown)
    {
        var count = shown.FindLastIndex(column => row[column] is not null) + 1;
        return shown.Take(count).Select(column => row[column]);
    }

    private (List<int> Same, List<int> Shown) Shape()
    {
        var filled = Enumerable.Range(0, columns.Count).Where(column => _rows.Exists(row => row.Cells[column] is not null)).ToList();
        var same = _rows.Count < 2 ? [] : filled.Where(column => _rows.TrueForAll(row => Equals(row.Cells[column], _rows[0].Cells[column]))).ToList();
        return (same, [.. filled.Except(same)]);
    }

    private static void Write(Utf8JsonWriter writer, string? name, object? value)
    {
        if (name is not null)
            writer.WritePropertyName(name);
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Plain(object? cell) => cell is null ? "-" : Convert.ToString(cell, CultureInfo.InvariantCulture)!;

    /// <summary>In quotes where a space would end it.</summary>
    internal static string Quoted(object? cell) => Plain(cell) is var text && cell is string && (text == "-" || text.AsSpan().ContainsAny(" \",")) ? $"\"{text}\"" : text;

    private static int BytesOf(object? cell) => cell is string text ? JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length + 3 : 21;
}
