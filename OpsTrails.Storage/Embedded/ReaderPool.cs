using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OpsTrails.Storage.Embedded;

/// <summary>Read connections, one for each concurrent read. Keeps a few of them.</summary>
internal sealed class ReaderPool(EmbeddedDatabase database) : IDisposable
{
    private const int Kept = 16;

    private readonly ConcurrentStack<ReadSession> _idle = new();
    private volatile bool _closed;

    /// <summary>Runs a read on the calling thread. It takes microseconds, less than a switch to another thread.</summary>
    public T Read<T, TQuery>(TQuery query, Func<ReadSession, TQuery, T> read)
    {
        if (_closed)
            throw new StorageUnavailableException("The store is closed.");

        ReadSession? session = null;
        try
        {
            if (!_idle.TryPop(out session))
                session = new ReadSession(database);
            var answer = read(session, query);
            Return(session);
            return answer;
        }
        catch (SqliteException exception)
        {
            session?.Dispose();
            throw new StorageUnavailableException("The store could not be read.", exception);
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
        while (_idle.TryPop(out var session))
            session.Dispose();
    }

    private void Return(ReadSession session)
    {
        if (_idle.Count >= Kept)
        {
            session.Dispose();
            return;
        }
        _idle.Push(session);
        // If the pool was closed in the meantime, its dispose may have missed this session.
        if (_closed)
            Dispose();
    }
}
