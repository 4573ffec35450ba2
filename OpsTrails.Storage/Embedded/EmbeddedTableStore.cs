using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpsTrails.Storage.Embedded;

/// <summary>The ordered table in one SQLite file. A write returns once it is on disk. A read completes synchronously.</summary>
internal sealed class EmbeddedTableStore : ITableStore, IAsyncDisposable
{
    private readonly ReaderPool _readers;

    private EmbeddedTableStore(EmbeddedDatabase database)
    {
        _readers = new ReaderPool(database);
        Writer = new EmbeddedWriter(database, _readers.Clear);
    }

    internal EmbeddedWriter Writer { get; }

    /// <summary>Opens the store in a folder, and creates both if missing.</summary>
    /// <param name="folder">The folder of <c>opstrails.db</c>.</param>
    /// <param name="busyTimeout">How long a write waits for another process to finish writing. Default: 30 seconds.</param>
    /// <param name="maxPages">Limits the size of the file each time it is opened. For tests.</param>
    /// <exception cref="StoreOpenException">The folder or the file can't be written, or the file is not a store.</exception>
    public static EmbeddedTableStore Open(string folder, TimeSpan? busyTimeout = null, Func<int>? maxPages = null)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var database = new EmbeddedDatabase(FileIn(folder), busyTimeout ?? TimeSpan.FromSeconds(30)) { MaxPages = maxPages };
            return new EmbeddedTableStore(database);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_CORRUPT or raw.SQLITE_IOERR)
        {
            var fault = EmbeddedFaults.Of(exception, FileIn(folder));
            throw new StoreOpenException($"{fault.Reason} {fault.Remedy}", exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or SqliteException or ArgumentException or InvalidDataException)
        {
            var why = exception.Message.TrimEnd('.');
            throw new StoreOpenException(
                $"Can't open the store in the folder \"{folder}\": {why}. Give this process write access, or set another folder.",
                exception
            );
        }
    }

    private static string FileIn(string folder) => Path.Combine(folder, "opstrails.db");

    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_readers.Read((table, key), static (session, ask) => session.Read(ask.table, ask.key)));
    }

    public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var answer = Writer.SubmitAsync(new Submission(table, writes));
        return new ValueTask<WriteResult>(cancel.CanBeCanceled ? answer.WaitAsync(cancel) : answer);
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(
            _readers.Read((table, range, take, token), static (session, ask) => session.Query(ask.table, ask.range, ask.take, ask.token))
        );
    }

    /// <summary>Completes queued writes, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _readers.Dispose();
        await Writer.DisposeAsync();
    }
}
