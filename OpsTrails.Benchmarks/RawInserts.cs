using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace OpsTrails.Benchmarks;

/// <summary>The lower bound of the store: the same file settings and one prepared insert.</summary>
internal static class RawInserts
{
    /// <returns>Rows per second.</returns>
    public static double Run(string folder, int rowsPerCommit, TimeSpan duration)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, $"raw{rowsPerCommit}.db")};Pooling=False");
        connection.Open();
        Execute(
            connection,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; "
                + "CREATE TABLE rows (id INTEGER PRIMARY KEY, pk TEXT, rk TEXT, body BLOB); "
                + "CREATE UNIQUE INDEX rows_key ON rows (pk, rk);"
        );
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (pk, rk, body) VALUES ($pk, $rk, $body)";
        insert.Parameters.AddWithValue("$pk", "organization~STAGING~BE");
        var row = insert.Parameters.Add("$rk", SqliteType.Text);
        insert.Parameters.AddWithValue("$body", new byte[500]);
        insert.Prepare();

        var count = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < rowsPerCommit; i++)
            {
                row.Value = (long.MaxValue - count++).ToString("D19", System.Globalization.CultureInfo.InvariantCulture);
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
