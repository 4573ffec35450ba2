using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OpsTrails.Storage.Embedded;

/// <summary>Read connections, one for each concurrent read. Keeps a few of them.</summary>
internal sealed class ReaderPool(EmbeddedDatabase database) : IDisposable
{
    private const int Kept = 16;

    private readonly ConcurrentStack<ReadSession> _idle = new();
    private volatile bool _closed;
    private volatile int _generation;

    /// <summary>Runs a read on the calling thread. It takes microseconds, less than a switch to another thread.</summary>
    public T Read<T, TQuery>(TQuery query, Func<ReadSession, TQuery, T> read)
    {
        if (_closed)
            throw new StorageUnavailableException("The store is closed.");

        ReadSession? session = null;
        var generation = _generation;
        try
        {
            if (!_idle.TryPop(out session))
                session = new ReadSession(database);
            var answer = read(session, query);
            Return(session, generation);
            return answer;
        }
        catch (Exception exception) when (exception is SqliteException or InvalidDataException)
        {
            session?.Dispose();
            throw new StorageUnavailableException(EmbeddedFaults.Of(exception, database.File), exception);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _closed = true;
        Clear();
    }

    /// <summary>Closes all connections once their reads end. Later reads open the file again.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        while (_idle.TryPop(out var session))
            session.Dispose();
    }

    private void Return(ReadSession session, int generation)
    {
        if (_idle.Count >= Kept || generation != _generation)
        {
            session.Dispose();
            return;
        }
        _idle.Push(session);
        // If the pool was cleared in the meantime, that may have missed this session.
        if (generation != _generation)
            Clear();
    }
}
