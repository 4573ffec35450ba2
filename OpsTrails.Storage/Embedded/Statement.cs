using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpsTrails.Storage.Embedded;

/// <summary>
/// A prepared statement on the hot path, used by one thread at a time. Bypasses <see cref="SqliteCommand"/>, which allocates a reader for
/// each call, boxes every parameter and sleeps while the database is busy.
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
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        var length = Encoding.UTF8.GetBytes(text, buffer);
        Check(raw.sqlite3_bind_text(_statement, index, buffer[..length]));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
        return this;
    }

    /// <summary>Binds a value that sorts after every text. In SQLite, a blob does.</summary>
    public Statement BindAfterAnyText(int index)
    {
        Check(raw.sqlite3_bind_zeroblob(_statement, index, 0));
        return this;
    }

    /// <summary>Moves to the next row. After the last row or a failure, the statement can run again.</summary>
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

    /// <summary>Runs the statement and returns the number of changed rows.</summary>
    public int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Ends the statement and its view of the database early.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    // Read as a blob: the bytes of a text are already UTF-8 with a known length.
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Valid until the next <see cref="Step"/> or <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
