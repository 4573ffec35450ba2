using System.Text.Json;
using OpsTrails.Core.Events;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// The lines of a backup that are no events of an organization, each a CloudEvent all the same: the header first, rows of tables, and the trailer last.
/// </summary>
internal static class BackupLines
{
    /// <summary>Raised when a program that reads the former one would misunderstand it.</summary>
    public const int Format = 1;

    public const string Prefix = "opstrails.backup.";
    public const string Header = Prefix + "header";
    public const string Row = Prefix + "row";
    public const string Trailer = Prefix + "trailer";

    /// <summary>Data nests this deep, and lies in a line.</summary>
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

/// <summary>What a backup says of itself.</summary>
/// <param name="Format">Of the file.</param>
/// <param name="Program">The version that wrote it.</param>
/// <param name="Time">When, ISO 8601.</param>
internal readonly record struct BackupHeader(int Format, string Program, string Time);

/// <summary>What a whole backup has.</summary>
/// <param name="Lines">All but the trailer.</param>
/// <param name="Events">Lines that are events.</param>
/// <param name="Rows">Lines that are rows of tables.</param>
/// <param name="Sha256">Over the bytes of all lines but the trailer, line ends included.</param>
internal readonly record struct BackupTrailer(long Lines, long Events, long Rows, string Sha256);
