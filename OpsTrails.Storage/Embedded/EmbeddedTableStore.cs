using Microsoft.Data.Sqlite;

namespace OpsTrails.Storage.Embedded;

/// <summary>The ordered table in one SQLite file. A write returns once it is on disk. A read completes synchronously.</summary>
internal sealed class EmbeddedTableStore : ITableStore, IAsyncDisposable
{
    private readonly ReaderPool _readers;

    private EmbeddedTableStore(EmbeddedDatabase database)
    {
        Writer = new EmbeddedWriter(database);
        _readers = new ReaderPool(database);
    }

    internal EmbeddedWriter Writer { get; }

    /// <summary>Opens the store in a folder, and creates both if missing.</summary>
    /// <param name="folder">The folder of <c>opstrails.db</c>.</param>
    /// <param name="busyTimeout">How long a write waits for another process to finish writing. Default: 30 seconds.</param>
    /// <exception cref="StoreOpenException">The folder or the file can't be written, or the file is not a store.</exception>
    public static EmbeddedTableStore Open(string folder, TimeSpan? busyTimeout = null)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, "opstrails.db");
            return new EmbeddedTableStore(new EmbeddedDatabase(file, busyTimeout ?? TimeSpan.FromSeconds(30)));
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
