using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Backup;

/// <summary>Reads JSON Lines files of any size, line by line.</summary>
internal static class BackupReader
{
    /// <summary>More than an escaped row or event can need.</summary>
    private const int MaxLineBytes = 16 * 1024 * 1024;

    private const int BufferBytes = 128 * 1024;
    private const int MarkBytes = 32;

    /// <summary>Each line without its line end. The memory is valid until the next line is read.</summary>
    /// <exception cref="BackupException">A line is too long.</exception>
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
            if (rest.Length > MaxLineBytes)
                throw new BackupException(
                    $"Line {number + 1} is longer than {MaxLineBytes} bytes. Use a JSON Lines file, with one event per line."
                );
            pipe.AdvanceTo(rest.Start, rest.End);
        }
        await pipe.CompleteAsync();
    }

    /// <summary>Finds where a compressed file is cut off or damaged, without using its lines.</summary>
    /// <returns>Null if the file is whole, or not compressed.</returns>
    public static async Task<FileDamage?> FindDamageAsync(string file, CancellationToken cancel)
    {
        await using (var stream = BackupFile.Open(file))
        {
            if (stream is not GZipStream || await IsWholeAsync(file, cancel))
                return null;
        }
        await using var compressed = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        await using var lines = new GZipStream(compressed, CompressionMode.Decompress);
        var ends = 0L;
        try
        {
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await lines.ReadAsync(buffer, cancel)) > 0)
                ends += buffer.AsSpan(0, read).Count((byte)'\n');
            return new FileDamage(ends + 1, "it is cut off", IsAnywhere: false);
        }
        catch (InvalidDataException)
        {
            // Damage may change text without breaking the compression. Then only the checksum at the end tells, and not where.
            return new FileDamage(ends + 1, "it can't be decompressed", IsAnywhere: compressed.Position == compressed.Length);
        }
    }

    /// <summary>
    /// .NET takes a compressed file that is cut off for a shorter one. So a second compressed text is put after it: if that is found, what
    /// is before it is whole.
    /// </summary>
    private static async Task<bool> IsWholeAsync(string file, CancellationToken cancel)
    {
        var mark = RandomNumberGenerator.GetBytes(MarkBytes);
        using var end = new MemoryStream();
        await using (var compressing = new GZipStream(end, CompressionLevel.Fastest, leaveOpen: true))
            await compressing.WriteAsync(mark, cancel);
        end.Position = 0;
        await using var compressed = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        await using var both = new GZipStream(new Concatenated(compressed, end), CompressionMode.Decompress);
        try
        {
            var (buffer, last) = (new byte[BufferBytes], Array.Empty<byte>());
            int read;
            while ((read = await both.ReadAsync(buffer, cancel)) > 0)
                last = [.. last.Concat(buffer.Take(read)).TakeLast(MarkBytes)];
            return last.AsSpan().SequenceEqual(mark);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads a backup to its end and verifies that it is complete and unchanged.</summary>
    /// <exception cref="BackupException">The file isn't a backup, or is damaged.</exception>
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

                // The trailer is the last line, and does not count itself.
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
                $"The file '{file}' is damaged or incomplete ({e.Message.TrimEnd('.')}). Nothing was restored. Use another copy "
                    + "of the backup.",
                e
            );
        }
        if (header is null)
            throw NoBackup(file);
        if (!isWhole)
            throw new BackupException(
                $"The file '{file}' is incomplete: it ends at line {lines} without a trailer. Nothing was restored. Use another "
                    + "copy of the backup."
            );
        if (trailer.Lines != lines - 1 || trailer.Sha256 != Convert.ToHexStringLower(hash.GetCurrentHash()))
            throw new BackupException(
                $"The file '{file}' was changed: the trailer names {trailer.Lines} lines with the checksum {trailer.Sha256}, but "
                    + $"the file has {lines - 1} "
                    + "lines with another checksum. Nothing was restored. Use another copy of the backup."
            );
        return (header.Value, trailer);
    }

    private static BackupHeader ReadHeader(string file, ReadOnlySpan<byte> line)
    {
        if (!BackupLines.IsHeader(line, out var header))
            throw NoBackup(file);
        return header.Format is > 0 and <= BackupLines.Format
            ? header
            : throw new BackupException(
                $"The file '{file}' has format {header.Format}, but this version reads formats up to {BackupLines.Format}. "
                    + "Nothing was restored. "
                    + $"Restore it with version {header.Program} or later."
            );
    }

    private static BackupException NoBackup(string file) =>
        new(
            $"The file '{file}' is not a backup: its first line is not a header. Nothing was restored. To record a file of "
                + "CloudEvents, use: "
                + $"import --from {file}"
        );

    private static void AddLine(IncrementalHash hash, ReadOnlySpan<byte> line)
    {
        hash.AppendData(line);
        hash.AppendData("\n"u8);
    }

    private static ReadOnlyMemory<byte> Whole(ReadOnlySequence<byte> line) => line.IsSingleSegment ? line.First : line.ToArray();

    /// <summary>One stream after another.</summary>
    private sealed class Concatenated(Stream first, Stream second) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            first.Read(buffer, offset, count) is > 0 and var read ? read : second.Read(buffer, offset, count);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await first.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : await second.ReadAsync(buffer, cancellationToken);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <param name="Line">The first line that can't be read.</param>
/// <param name="Reason">What is wrong with the file.</param>
/// <param name="IsAnywhere">Whether the lines before may be damaged too.</param>
internal sealed record FileDamage(long Line, string Reason, bool IsAnywhere);
