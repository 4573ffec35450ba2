using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Backup;

/// <summary>Writes and counts the lines of a backup.</summary>
internal sealed class BackupWriter : IDisposable
{
    private const int BytesPerWrite = 256 * 1024;

    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * BytesPerWrite);
    private readonly string _source;
    private long _lines;

    private BackupWriter(Stream stream) =>
        (_stream, _source) = (stream, "/opstrails/backups/" + RandomNumberGenerator.GetHexString(16, lowercase: true));

    public long Events { get; private set; }

    public long Rows { get; private set; }

    public static async Task<BackupWriter> BeginAsync(Stream stream, DateTimeOffset now)
    {
        var writer = new BackupWriter(stream);
        writer.AddLine(
            BackupLines.Header,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("format", BackupLines.Format);
                json.WriteString("program", ProgramVersion.WithCommit);
                json.WriteString("time", Timestamp.From(now).ToString());
                json.WriteEndObject();
            }
        );
        await writer.SendAsync();
        return writer;
    }

    public ValueTask WriteAsync(EventLine line)
    {
        _buffer.Write(line.Write());
        EndLine();
        Events++;
        return SendIfFullAsync();
    }

    public ValueTask WriteAsync(string table, Row row)
    {
        AddLine(BackupLines.Row, json => RowLine.Write(json, table, row));
        Rows++;
        return SendIfFullAsync();
    }

    /// <summary>Writes the trailer, which proves that the backup is complete.</summary>
    public async Task EndAsync()
    {
        Hash();
        var (lines, hash) = (_lines, Convert.ToHexStringLower(_hash.GetCurrentHash()));
        AddLine(
            BackupLines.Trailer,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("lines", lines);
                json.WriteNumber("events", Events);
                json.WriteNumber("rows", Rows);
                json.WriteString("sha256", hash);
                json.WriteEndObject();
            }
        );
        await SendAsync();
        await _stream.FlushAsync();
    }

    public void Dispose() => _hash.Dispose();

    private void AddLine(string type, Action<Utf8JsonWriter> writeData)
    {
        using (var json = new Utf8JsonWriter(_buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("specversion", EventRules.SpecVersion);
            json.WriteString("id", (_lines + 1).ToString(CultureInfo.InvariantCulture));
            json.WriteString("source", _source);
            json.WriteString("type", type);
            json.WriteString("datacontenttype", EventRules.DefaultDataContentType);
            json.WritePropertyName("data");
            writeData(json);
            json.WriteEndObject();
        }
        EndLine();
    }

    private void EndLine()
    {
        _buffer.Write("\n"u8);
        _lines++;
    }

    private ValueTask SendIfFullAsync() => _buffer.WrittenCount < BytesPerWrite ? ValueTask.CompletedTask : new ValueTask(SendAsync());

    private async Task SendAsync()
    {
        await _stream.WriteAsync(Hash());
        _buffer.ResetWrittenCount();
        _hashed = 0;
    }

    private int _hashed;

    private ReadOnlyMemory<byte> Hash()
    {
        _hash.AppendData(_buffer.WrittenSpan[_hashed..]);
        _hashed = _buffer.WrittenCount;
        return _buffer.WrittenMemory;
    }
}
