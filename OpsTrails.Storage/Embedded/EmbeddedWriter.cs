using System.Collections.Concurrent;

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
    private readonly Action _lostFile;
    private readonly BlockingCollection<Submission> _queue = [];
    private readonly List<Submission> _group = new(TransactionsPerCommit);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteSession? _session;
    private long _commits;
    private long _transactions;

    /// <param name="database">The file, which is created if missing.</param>
    /// <param name="lostFile">Called when the file that is open is no longer the store.</param>
    public EmbeddedWriter(EmbeddedDatabase database, Action lostFile)
    {
        (_database, _lostFile) = (database, lostFile);
        _session = new WriteSession(database, isNew: true);
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
        var session = new WriteSession(_database, isNew: false);
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
#pragma warning disable CA1031 // Callers get the first failure. A second one while closing must not end the only thread that writes.
        catch (Exception) { }
#pragma warning restore CA1031
        _session = null;
        if (exception is StoreMovedException)
            _lostFile();
        var fault = EmbeddedFaults.Of(exception, _database.File);
        foreach (var submission in _group)
            submission.Fail(new StorageUnavailableException(fault, exception));
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
