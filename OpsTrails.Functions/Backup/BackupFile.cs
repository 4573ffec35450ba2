using System.IO.Compression;
using System.Security.Cryptography;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// Writes a file atomically. Only its owner can read it, because it contains hashes of keys and all recorded text. A name that ends in
/// <c>.gz</c> is compressed.
/// </summary>
internal sealed class BackupFile : IAsyncDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly string _file;
    private readonly string _partial;
    private readonly FileStream _inner;

    private BackupFile(string file, string partial, FileStream inner)
    {
        (_file, _partial, _inner) = (file, partial, inner);
        Stream = IsCompressed(file) ? new GZipStream(inner, CompressionLevel.Optimal, leaveOpen: true) : inner;
    }

    public Stream Stream { get; }

    /// <exception cref="BackupException">The file exists or can't be written.</exception>
    public static BackupFile Create(string file)
    {
        if (Path.Exists(file))
            throw AlreadyThere(file);
        var partial = $"{file}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.partial";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = BufferBytes,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return Guard(file, "written", () => new BackupFile(file, partial, new FileStream(partial, options)));
    }

    /// <exception cref="BackupException">The file can't be read.</exception>
    public static Stream Open(string file) =>
        Guard(
            file,
            "read",
            () =>
            {
                var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
                var isCompressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
                stream.Position = 0;
                return isCompressed ? (Stream)new GZipStream(stream, CompressionMode.Decompress) : stream;
            }
        );

    /// <summary>Renames the file to its final name once every byte is on disk.</summary>
    public async Task CompleteAsync()
    {
        if (Stream != _inner)
            await Stream.DisposeAsync();
        await _inner.FlushAsync();
        _inner.Flush(flushToDisk: true);
        await _inner.DisposeAsync();
        try
        {
            File.Move(_partial, _file, overwrite: false);
        }
        catch (IOException) when (Path.Exists(_file))
        {
            throw AlreadyThere(_file);
        }
    }

    /// <summary>Deletes the partial file, unless it was completed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _inner.DisposeAsync();
        }
        catch (IOException)
        {
            // The disk is full or gone. The failure that ended the backup says so.
        }
        finally
        {
            File.Delete(_partial);
        }
    }

    private static bool IsCompressed(string file) => file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static BackupException AlreadyThere(string file) =>
        new($"The file '{file}' exists and was not changed. Choose another name, or move it away.");

    private static T Guard<T>(string file, string done, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BackupException($"The file '{file}' can't be {done}: {e.Message}", e);
        }
    }
}
