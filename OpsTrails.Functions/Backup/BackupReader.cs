using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Backup;

/// <summary>Reads files of lines, one at a time however large the file is.</summary>
internal static class BackupReader
{
    /// <summary>More than a row or an event can take, escaped.</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Each line without its end; the memory is valid until the next one is asked for.</summary>
    /// <exception cref="BackupException">A line is too long to be one.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLinesAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true));
        var number = 0L;
        while (true)
        {
            var read = await pipe.ReadAsync(cancel);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                number++;
                yield return Whole(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (read.IsCompleted)
            {
                if (rest.Length > 0)
                    yield return Whole(rest);
                break;
            }
            if (rest.Length > LongestLine)
                throw new BackupException($"Line {number + 1} is longer than {LongestLine} bytes: this is no file of JSON lines.");
            pipe.AdvanceTo(rest.Start, rest.End);
        }
        await pipe.CompleteAsync();
    }

    /// <summary>Reads a backup to its end and tells whether it is one, and whole.</summary>
    /// <exception cref="BackupException">It is not; the message says what it is instead.</exception>
    public static async Task<(BackupHeader Header, BackupTrailer Trailer)> VerifyAsync(string file)
    {
        await using var stream = BackupFile.Open(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        BackupHeader? header = null;
        BackupTrailer trailer = default;
        var (lines, isWhole) = (0L, false);
        try
        {
            var last = new ArrayBufferWriter<byte>();
            await foreach (var line in ReadLinesAsync(stream))
            {
                if (header is null)
                    header = ReadHeader(file, line.Span);

                // The trailer is the last line, and is not among what it counts.
                if (lines > 0)
                    AddLine(hash, last.WrittenSpan);
                last.ResetWrittenCount();
                last.Write(line.Span);
                lines++;
            }
            isWhole = lines > 1 && BackupLines.IsTrailer(last.WrittenSpan, out trailer);
        }
        catch (InvalidDataException e)
        {
            throw new BackupException(
                $"The file '{file}' is damaged or was cut off ({e.Message.TrimEnd('.')}); nothing was written. Take another copy of the backup.",
                e
            );
        }
        if (header is null)
            throw NoBackup(file);
        if (!isWhole)
            throw new BackupException(
                $"The file '{file}' was cut off after line {lines}: its last line is no trailer. Nothing was written. Take another copy of the backup."
            );
        if (trailer.Lines != lines - 1 || trailer.Sha256 != Convert.ToHexStringLower(hash.GetCurrentHash()))
            throw new BackupException(
                $"The file '{file}' is not as it was written: {trailer.Lines} lines with the checksum {trailer.Sha256} were, {lines - 1} lines of another checksum are there. Nothing was written. Take another copy of the backup."
            );
        return (header.Value, trailer);
    }

    private static BackupHeader ReadHeader(string file, ReadOnlySpan<byte> line)
    {
        if (!BackupLines.IsHeader(line, out var header))
            throw NoBackup(file);
        return header.Format == BackupLines.Format
            ? header
            : throw new BackupException(
                $"The file '{file}' has the format {header.Format}, and this version reads {BackupLines.Format}: restore it with version {header.Program} or a later one. Nothing was written."
            );
    }

    private static BackupException NoBackup(string file) =>
        new(
            $"The file '{file}' is no backup: its first line is no header. Nothing was written. Events of any file of CloudEvents are taken in by: import --from {file}"
        );

    private static void AddLine(IncrementalHash hash, ReadOnlySpan<byte> line)
    {
        hash.AppendData(line);
        hash.AppendData("\n"u8);
    }

    private static ReadOnlyMemory<byte> Whole(ReadOnlySequence<byte> line) => line.IsSingleSegment ? line.First : line.ToArray();
}
