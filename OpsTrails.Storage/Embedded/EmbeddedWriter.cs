using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OpsTrails.Storage.Embedded;

/// <summary>
/// The one thread that writes. The commit is what costs, so it takes all that has queued up, does each transaction in turn, commits
/// once, and only then answers.
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

    /// <summary>As the connection itself answers, not as it was told.</summary>
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

    /// <summary>Does what is queued, then closes the file.</summary>
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
        // After the lock is held, so that what came while waiting for it goes along.
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

    /// <summary>
    /// Fails the group and begins afresh: what the session believed (table ids, reserved ETags, an open transaction) may be gone.
    /// </summary>
    private void Abandon(Exception exception)
    {
        try
        {
            _session?.Dispose();
        }
        catch (SqliteException)
        {
            // The callers hear of the first failure; a second one, in closing, tells them nothing more.
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
            // Everything answered is in the log already; the next start finds it there.
            _stopped.TrySetException(new StorageUnavailableException("The store could not be closed cleanly.", exception));
        }
        _stopped.TrySetResult();
    }
}
