using System.Text.Json;
using OpsTrails.Core.Events;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// The lines of a backup that aren't events of an organization: a header, rows of tables, and a trailer. Each is a CloudEvent too.
/// </summary>
internal static class BackupLines
{
    /// <summary>Raised when an older program would misread the file.</summary>
    public const int Format = 2;

    public const string Prefix = "opstrails.backup.";
    public const string Header = Prefix + "header";
    public const string Row = Prefix + "row";
    public const string Trailer = Prefix + "trailer";

    /// <summary>The depth of an event's data, plus that of the line around it.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = EventRules.Depth + 8 };

    public static bool IsHeader(ReadOnlySpan<byte> line, out BackupHeader header) =>
        Is(
            line,
            Header,
            out header,
            data => new BackupHeader(
                data.GetProperty("format").GetInt32(),
                data.GetProperty("program").GetString()!,
                data.GetProperty("time").GetString()!
            )
        );

    public static bool IsTrailer(ReadOnlySpan<byte> line, out BackupTrailer trailer) =>
        Is(
            line,
            Trailer,
            out trailer,
            data => new BackupTrailer(
                data.GetProperty("lines").GetInt64(),
                data.GetProperty("events").GetInt64(),
                data.GetProperty("rows").GetInt64(),
                data.GetProperty("sha256").GetString()!
            )
        );

    private static bool Is<T>(ReadOnlySpan<byte> line, string type, out T found, Func<JsonElement, T> read)
        where T : struct
    {
        found = default;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
            using var json = JsonDocument.ParseValue(ref reader);
            if (
                json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("type", out var name)
                || !name.ValueEquals(type)
            )
                return false;
            found = read(json.RootElement.GetProperty("data"));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }
}

/// <param name="Format">Format version of the file.</param>
/// <param name="Program">Version of the program that wrote it.</param>
/// <param name="Time">Start of the backup, ISO 8601.</param>
internal readonly record struct BackupHeader(int Format, string Program, string Time);

/// <param name="Lines">Number of lines, without the trailer.</param>
/// <param name="Events">Number of events.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Sha256">Hash of all bytes before the trailer, line ends included.</param>
internal readonly record struct BackupTrailer(long Lines, long Events, long Rows, string Sha256);
