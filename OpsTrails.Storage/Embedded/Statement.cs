using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpsTrails.Storage.Embedded;

/// <summary>
/// A prepared statement, used by one thread at a time. It goes past <see cref="SqliteCommand"/> because that allocates a reader
/// a call, boxes every parameter, and waits out a busy database with sleeps of its own; this is the hot path.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int StackBytes = 1_024;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public Statement Bind(int index, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = most <= StackBytes ? stackalloc byte[StackBytes] : new byte[most];
        var length = Encoding.UTF8.GetBytes(text, buffer);
        Check(raw.sqlite3_bind_text(_statement, index, buffer[..length]));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
        return this;
    }

    /// <summary>Binds a value that sorts after every text: in SQLite a blob does.</summary>
    public Statement BindAfterAnyText(int index)
    {
        Check(raw.sqlite3_bind_zeroblob(_statement, index, 0));
        return this;
    }

    /// <summary>Moves to the next row. After the last row, or a failure, the statement is ready to run again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        try
        {
            if (code != raw.SQLITE_DONE)
                Check(code);
        }
        finally
        {
            Reset();
        }
        return false;
    }

    /// <summary>Runs to the end and says how many rows it changed.</summary>
    public int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Ends the statement before its last row, which also ends its view of the database.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    // As a blob, because the bytes of a text are UTF-8 already and come with their length.
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Valid until the next <see cref="Step"/> or <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
