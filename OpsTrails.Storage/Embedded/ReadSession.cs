using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpsTrails.Storage.Embedded;

/// <summary>A read connection with its statements. Used by one thread at a time.</summary>
internal sealed class ReadSession : IDisposable
{
    // Like Azure Tables: a selective filter returns short pages instead of a long call.
    private const int ScannedPerPage = 1_000;

    // And so does a range of large rows, so that few of them are in memory at once.
    private const int BytesPerPage = RowRange.LargePage;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, long> _tables = new(StringComparer.Ordinal);
    private readonly PropertyNames _names = new();
    private readonly Statement _findTable;
    private readonly Statement _read;
    private readonly Statement _rowsFrom;
    private readonly Statement _rowsAfter;
    private readonly Statement _partitionsFrom;
    private readonly Statement _partitionsAfter;
    private readonly Statement[] _all;

    public ReadSession(EmbeddedDatabase database)
    {
        const string Rows = "SELECT pk, rk, etag, body FROM entities WHERE tbl = ?1 AND ";
        _connection = database.OpenReader();
        try
        {
            _all =
            [
                _findTable = new(_connection, "SELECT id FROM tables WHERE name = ?1"),
                _read = new(_connection, Rows + "pk = ?2 AND rk = ?3"),
                _rowsFrom = new(_connection, Rows + "pk = ?2 AND rk >= ?3 AND rk < ?4 ORDER BY rk"),
                _rowsAfter = new(_connection, Rows + "pk = ?2 AND rk > ?3 AND rk < ?4 ORDER BY rk"),
                _partitionsFrom = new(_connection, Rows + "pk >= ?2 AND pk < ?4 ORDER BY pk, rk"),
                _partitionsAfter = new(_connection, Rows + "(pk, rk) > (?2, ?3) AND pk < ?4 ORDER BY pk, rk"),
            ];
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public Row? Read(string table, RowKey key)
    {
        if (TableId(table) is not { } id)
            return null;
        try
        {
            return _read.Bind(1, id).Bind(2, key.Partition).Bind(3, key.Row).Step() ? Current(_read, key.Partition) : null;
        }
        finally
        {
            _read.Reset();
        }
    }

    public RowPage Query(string table, RowRange range, int take, string? token)
    {
        if (TableId(table) is not { } id)
            return new RowPage([], null);

        var rows = new List<Row>();
        var wanted = range.Select is null
            ? null
            : range.Select.Concat(range.Where.Select(filter => filter.Name)).ToHashSet(StringComparer.Ordinal);
        var last = default(RowKey);
        var partition = range.PartitionBefore is null ? range.PartitionFrom : null;
        var scan = Scan(range, token is null ? null : PageToken.Parse(token)).Bind(1, id);
        try
        {
            var (bytes, maxBytes) = (0L, range.MaxBytes ?? BytesPerPage);
            for (var scanned = 0; scan.Step(); scanned++)
            {
                // Selected properties are small, and only they are copied.
                bytes += wanted is null ? scan.Bytes(3).Length : 0;

                // The page has a following row, so it gets a token.
                if (rows.Count == take || scanned == ScannedPerPage || (bytes > maxBytes && scanned > 0))
                    return new RowPage(rows, PageToken.After(last));
                var row = Current(scan, partition, wanted);
                last = row.Key;
                if (Matches(range, row))
                    rows.Add(range.Select is null ? row : row.Only(range.Select));
            }
            return new RowPage(rows, null);
        }
        finally
        {
            scan.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _all)
            statement.Dispose();
        _connection.Dispose();
    }

    private Statement Scan(RowRange range, RowKey? after)
    {
        if (range.PartitionBefore is { } before)
        {
            // Clients send tokens back. A token must not reach rows before the range, which belong to others.
            return after is { } key && string.CompareOrdinal(key.Partition, range.PartitionFrom) >= 0
                ? _partitionsAfter.Bind(2, key.Partition).Bind(3, key.Row).Bind(4, before)
                : _partitionsFrom.Bind(2, range.PartitionFrom).Bind(4, before);
        }

        var from = range.RowFrom ?? "";
        var last = Later(range.RowAfter, after?.Row);
        var scan = last is null || string.CompareOrdinal(last, from) < 0 ? _rowsFrom.Bind(3, from) : _rowsAfter.Bind(3, last);
        scan.Bind(2, range.PartitionFrom);
        return range.RowBefore is { } end ? scan.Bind(4, end) : scan.BindAfterAnyText(4);
    }

    private static string? Later(string? one, string? other) => string.CompareOrdinal(one, other) < 0 ? other : one;

    private static bool Matches(RowRange range, Row row)
    {
        foreach (var filter in range.Where)
        {
            if (!filter.Matches(row))
                return false;
        }
        return true;
    }

    private Row Current(Statement statement, string? partition = null, HashSet<string>? wanted = null)
    {
        var row = new Row(partition ?? statement.Text(0), statement.Text(1))
        {
            ETag = statement.Number(2).ToString(CultureInfo.InvariantCulture),
        };
        PropertyCodec.Decode(statement.Bytes(3), row, _names, wanted);
        return row;
    }

    private long? TableId(string name)
    {
        if (_tables.TryGetValue(name, out var known))
            return known;
        try
        {
            // Don't cache a missing table: the first write creates it.
            return _findTable.Bind(1, name).Step() ? _tables[name] = _findTable.Number(0) : null;
        }
        finally
        {
            _findTable.Reset();
        }
    }
}
