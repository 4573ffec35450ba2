using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpsTrails.Storage.Embedded;

/// <summary>The write connection with its statements. Used by one thread. Unusable after an exception.</summary>
internal sealed class WriteSession : IDisposable
{
    // The file reserves ETags in blocks, so that none is reused, even after a delete and a restart.
    private const long ETagBlock = 1 << 20;

    private readonly EmbeddedDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, long> _tables = new(StringComparer.Ordinal);
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _savepoint;
    private readonly Statement _release;
    private readonly Statement _undo;
    private readonly Statement _add;
    private readonly Statement _upsert;
    private readonly Statement _replace;
    private readonly Statement _delete;
    private readonly Statement _deleteUnchanged;
    private readonly Statement _find;
    private readonly Statement _findTable;
    private readonly Statement _addTable;
    private readonly Statement _reserve;
    private readonly Statement[] _all;
    private long _etag;
    private long _lastETag;

    /// <param name="database">The file.</param>
    /// <param name="isNew">Whether a missing file is created.</param>
    public WriteSession(EmbeddedDatabase database, bool isNew)
    {
        _database = database;
        _connection = database.OpenWriter(isNew);
        try
        {
            JournalMode = EmbeddedDatabase.Pragma(_connection, "journal_mode");
            Synchronous = EmbeddedDatabase.Pragma(_connection, "synchronous");
            _all =
            [
                _begin = new(_connection, "BEGIN IMMEDIATE"),
                _commit = new(_connection, "COMMIT"),
                _savepoint = new(_connection, "SAVEPOINT one"),
                _release = new(_connection, "RELEASE one"),
                _undo = new(_connection, "ROLLBACK TO one"),
                _add = new(
                    _connection,
                    "INSERT INTO entities (tbl, pk, rk, etag, body) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"
                ),
                _upsert = new(
                    _connection,
                    """
                    INSERT INTO entities (tbl, pk, rk, etag, body) VALUES (?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT (tbl, pk, rk) DO UPDATE SET etag = ?4, body = ?5
                    """
                ),
                _replace = new(
                    _connection,
                    "UPDATE entities SET etag = ?4, body = ?5 WHERE tbl = ?1 AND pk = ?2 AND rk = ?3 AND etag = ?6"
                ),
                _delete = new(_connection, "DELETE FROM entities WHERE tbl = ?1 AND pk = ?2 AND rk = ?3"),
                _deleteUnchanged = new(_connection, "DELETE FROM entities WHERE tbl = ?1 AND pk = ?2 AND rk = ?3 AND etag = ?4"),
                _find = new(_connection, "SELECT 1 FROM entities WHERE tbl = ?1 AND pk = ?2 AND rk = ?3"),
                _findTable = new(_connection, "SELECT id FROM tables WHERE name = ?1"),
                _addTable = new(_connection, "INSERT INTO tables (name) VALUES (?1) RETURNING id"),
                _reserve = new(_connection, "UPDATE etags SET reserved = reserved + ?1 RETURNING reserved"),
            ];
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public string JournalMode { get; }

    public string Synchronous { get; }

    public void Begin() => _begin.Run();

    /// <summary>Commits, and verifies that what was committed can be found again.</summary>
    public void Commit()
    {
        _commit.Run();
        _database.EnsureInPlace(_connection);
    }

    /// <summary>Applies one transaction inside the open one. If a write fails, undoes all of its writes.</summary>
    public WriteResult Apply(Submission submission)
    {
        var table = TableId(submission.Table);
        var writes = submission.Writes;
        ReserveETags(writes.Count);
        // A single write needs no savepoint: it succeeds or changes nothing.
        if (writes.Count > 1)
            _savepoint.Run();

        var etags = new string?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            if (Apply(table, writes[i], submission.Bodies[i]) is { } failure)
            {
                if (writes.Count > 1)
                {
                    _undo.Run();
                    _release.Run();
                }
                return WriteResult.Failed(failure, i);
            }
            if (writes[i].Kind != WriteKind.Delete)
                etags[i] = ETag.ToText(_etag);
        }

        if (writes.Count > 1)
            _release.Run();
        return WriteResult.Done(etags);
    }

    /// <summary>Moves the log into the file, so that a closed store is a single file.</summary>
    public void Checkpoint() => EmbeddedDatabase.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        foreach (var statement in _all)
            statement.Dispose();
        // Closing rolls back an open transaction.
        _connection.Dispose();
    }

    private WriteFailure? Apply(long table, Write write, byte[]? body)
    {
        switch (write.Kind)
        {
            case WriteKind.Add:
                return Store(_add, table, write, body).Run() == 1 ? null : WriteFailure.AlreadyExists;
            case WriteKind.Upsert:
                Store(_upsert, table, write, body).Run();
                return null;
            case WriteKind.Replace:
                var replaced = ETag.TryParse(write.ETag, out var old) && Store(_replace, table, write, body).Bind(6, old).Run() == 1;
                return replaced ? null : ChangedOrGone(table, write.Key);
            case WriteKind.Delete when write.ETag is null:
                return Find(_delete, table, write.Key).Run() == 1 ? null : WriteFailure.NotFound;
            case WriteKind.Delete:
                var deleted = ETag.TryParse(write.ETag, out var last) && Find(_deleteUnchanged, table, write.Key).Bind(4, last).Run() == 1;
                return deleted ? null : ChangedOrGone(table, write.Key);
            default:
                throw new InvalidOperationException($"Unknown kind of write: {write.Kind}.");
        }
    }

    private Statement Store(Statement statement, long table, Write write, byte[]? body) =>
        Find(statement, table, write.Key).Bind(4, ++_etag).Bind(5, body);

    private static Statement Find(Statement statement, long table, RowKey key) =>
        statement.Bind(1, table).Bind(2, key.Partition).Bind(3, key.Row);

    private WriteFailure ChangedOrGone(long table, RowKey key)
    {
        var found = Find(_find, table, key).Step();
        _find.Reset();
        return found ? WriteFailure.Changed : WriteFailure.NotFound;
    }

    private long TableId(string name)
    {
        if (_tables.TryGetValue(name, out var known))
            return known;
        return _tables[name] = One(_findTable.Bind(1, name)) ?? One(_addTable.Bind(1, name))!.Value;
    }

    private void ReserveETags(int count)
    {
        if (_etag + count <= _lastETag)
            return;
        _lastETag = One(_reserve.Bind(1, ETagBlock))!.Value;
        _etag = _lastETag - ETagBlock;
    }

    private static long? One(Statement statement)
    {
        long? value = null;
        while (statement.Step())
            value = statement.Number(0);
        return value;
    }

    private static class ETag
    {
        public static string ToText(long etag) => etag.ToString(CultureInfo.InvariantCulture);

        public static bool TryParse(string? text, out long etag) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out etag);
    }
}
