using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OpsTrails.Storage.Embedded;

/// <summary>
/// The only thread that writes. Commits are the main cost. So it takes everything in the queue, applies each transaction, commits once and
/// only then answers.
/// </summary>
internal sealed class EmbeddedWriter : IAsyncDisposable
{
    private const int TransactionsPerCommit = 512;
    private const int BytesPerCommit = 4 * 1024 * 1024;

    private readonly EmbeddedDatabase _database;
    private readonly BlockingCollection<Submission> _queue = [];
    private readonly List<Submission> _group = new(TransactionsPerCommit);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteSession? _session;
    private long _commits;
    private long _transactions;

    public EmbeddedWriter(EmbeddedDatabase database)
    {
        _database = database;
        _session = new WriteSession(database);
        JournalMode = _session.JournalMode;
        Synchronous = _session.Synchronous;
        new Thread(Run) { IsBackground = true, Name = "OpsTrails store" }.Start();
    }

    /// <summary>As reported by the connection, not as configured.</summary>
    public string JournalMode { get; private set; }

    public string Synchronous { get; private set; }

    public long Commits => Interlocked.Read(ref _commits);

    public long Transactions => Interlocked.Read(ref _transactions);

    public Task<WriteResult> SubmitAsync(Submission submission)
    {
        try
        {
            _queue.Add(submission);
        }
        catch (InvalidOperationException)
        {
            submission.Fail(new StorageUnavailableException("The store is closed."));
        }
        return submission.Answer;
    }

    /// <summary>Completes queued writes, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _stopped.Task;
    }

    private void Run()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            _group.Add(first);
            try
            {
                CommitGroup();
            }
            catch (Exception exception)
            {
                Abandon(exception);
            }
            _group.Clear();
        }
        Close();
    }

    private void CommitGroup()
    {
        var session = _session ??= Reopen();
        session.Begin();
        // Gather after taking the lock, to include writes that arrived while waiting for it.
        Gather();
        foreach (var submission in _group)
            submission.Hold(session.Apply(submission));
        session.Commit();

        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _transactions, _group.Count);
        foreach (var submission in _group)
            submission.Complete();
    }

    private void Gather()
    {
        var bytes = _group[0].Size;
        while (_group.Count < TransactionsPerCommit && bytes < BytesPerCommit && _queue.TryTake(out var next))
        {
            _group.Add(next);
            bytes += next.Size;
        }
    }

    private WriteSession Reopen()
    {
        var session = new WriteSession(_database);
        JournalMode = session.JournalMode;
        Synchronous = session.Synchronous;
        return session;
    }

    /// <summary>Fails the group and drops the session. Its table ids, reserved ETags and open transaction may be invalid.</summary>
    private void Abandon(Exception exception)
    {
        try
        {
            _session?.Dispose();
        }
        catch (SqliteException)
        {
            // Callers get the first failure. A second one while closing adds nothing.
        }
        _session = null;
        foreach (var submission in _group)
            submission.Fail(new StorageUnavailableException("The store could not commit.", exception));
    }

    private void Close()
    {
        try
        {
            _session?.Checkpoint();
            _session?.Dispose();
        }
        catch (Exception exception)
        {
            // Every acknowledged write is already in the log. The next start recovers it.
            _stopped.TrySetException(new StorageUnavailableException("The store could not be closed cleanly.", exception));
        }
        _stopped.TrySetResult();
    }
}
