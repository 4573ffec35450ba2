using System.Text.Json;
using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// Writes the lines of a backup into a store in batches. Every write is idempotent, so an interrupted restore starts again from the
/// beginning.
/// </summary>
internal sealed class RestoreRun(ITableStore store, RowUpserts upserts, EventCompletion completion)
{
    private const int LinesAtOnce = 5_000;
    private const int BytesAtOnce = 8 * 1024 * 1024;

    private static readonly HashSet<string> KnownTables = [.. BackupRun.Carried, Tables.Ledger];

    private readonly List<EventLine> _late = [];
    private readonly List<Row> _truths = [];
    private readonly List<Row> _timeline = [];
    private readonly List<(string Table, Row Row)> _rows = [];

    /// <summary>The last one counts: an event that was deleted during the backup has a tombstone after its line.</summary>
    private readonly Dictionary<RowKey, Row> _claims = [];
    private readonly Dictionary<string, FeedSequence> _feeds = [];
    private long _bytes;

    /// <summary>Checks every line without writing anything.</summary>
    /// <exception cref="BackupException">A line is invalid.</exception>
    public async Task CheckAsync(Stream backup, CancellationToken cancel)
    {
        var number = 0L;
        await foreach (var line in BackupReader.ReadLinesAsync(backup, cancel))
        {
            Add(++number, line);
            Clear();
        }
    }

    /// <exception cref="BackupException">A line is invalid.</exception>
    public async Task WriteAsync(Stream backup, CancellationToken cancel)
    {
        var number = 0L;
        await foreach (var line in BackupReader.ReadLinesAsync(backup, cancel))
        {
            Add(++number, line);
            if (_claims.Count + _rows.Count >= LinesAtOnce || _bytes >= BytesAtOnce)
                await SaveAsync(cancel);
        }
        await SaveAsync(cancel);
    }

    private void Add(long number, ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, BackupLines.Options);
            var type = json.RootElement.GetProperty("type").GetString() ?? throw new FormatException("its type is null");
            if (type == BackupLines.Row)
                AddRow(RowLine.Read(json.RootElement.GetProperty("data")));
            else if (!type.StartsWith(BackupLines.Prefix, StringComparison.Ordinal))
                AddEvent(EventLine.Read(json.RootElement));
            _bytes += line.Length;
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or FormatException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or InvalidDataException
                        or ArgumentException
                        or TableLimitException
            )
        {
            throw new BackupException(
                $"Line {number} of the backup is invalid: {e.Message.TrimEnd('.')}. Nothing was restored. Use a backup as the command "
                    + "backup wrote it.",
                e
            );
        }
    }

    /// <summary>The store's format is that of this version, not that of the backup.</summary>
    private void AddRow((string Table, Row Row) read)
    {
        if (!KnownTables.Contains(read.Table))
            throw new FormatException($"no backup has rows of the table \"{(read.Table.Length > 60 ? read.Table[..60] : read.Table)}\"");
        LimitedTableStore.CheckRow(read.Row);
        if (read.Table == Tables.Ledger)
        {
            _ = OrganizationId.Parse(read.Row.Key.Partition);
            if (LedgerKeys.IsFeed(read.Row.Key))
                _ = LedgerKeys.SequenceOf(read.Row.Key);
        }
        if (read.Table == Tables.Ledger && LedgerKeys.IsClaim(read.Row.Key))
            _claims[read.Row.Key] = read.Row;
        else if (read.Row.Key != InstallationKeys.Format)
            _rows.Add(read);
    }

    private void AddEvent(EventLine line)
    {
        var (truth, timeline) = (
            EventRow.Write(EventKeys.Truth(line.Organization, line.Event), line.Event),
            EventRow.Write(EventKeys.Timeline(line.Organization, line.Event), line.Event)
        );
        var claim = ClaimRow.Write(line.Organization, Claim(line));
        foreach (var row in (Row[])[truth, timeline, claim])
            LimitedTableStore.CheckRow(row);
        _truths.Add(truth);
        _timeline.Add(timeline);
        _claims[claim.Key] = claim;
        if (line.IsLate)
            _late.Add(line);
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        await CloseGapsAsync(cancel);
        await Task.WhenAll(
            _rows
                .GroupBy(row => row.Table)
                .Select(table => upserts.AddAsync(table.Key, table.Select(row => row.Row)))
                .Append(upserts.AddAsync(Tables.Ledger, _claims.Values))
                .Append(upserts.AddAsync(Tables.Events, _truths))
                .Append(upserts.AddAsync(Tables.Timeline, _timeline))
        );

        // The backup read cells and facets before the late events, so add those now.
        foreach (var late in _late.GroupBy(line => line.Organization))
            await completion.CompleteAsync(late.Key, [.. late.Select(line => line.Event)]);
        Clear();
    }

    private void Clear()
    {
        _late.Clear();
        _truths.Clear();
        _timeline.Clear();
        _rows.Clear();
        _claims.Clear();
        _bytes = 0;
    }

    /// <summary>
    /// If retention deleted the feed's oldest rows during the backup, the rows that were read have a gap. A feed has no gaps, so the rows
    /// before it are deleted.
    /// </summary>
    private async Task CloseGapsAsync(CancellationToken cancel)
    {
        foreach (
            var row in _rows.Where(row => row.Table == Tables.Ledger && LedgerKeys.IsFeed(row.Row.Key)).Select(row => row.Row).ToList()
        )
        {
            var sequence = LedgerKeys.SequenceOf(row.Key);
            if (_feeds.TryGetValue(row.Key.Partition, out var last) && sequence > last.Next())
            {
                _rows.RemoveAll(former =>
                    former.Table == Tables.Ledger
                    && former.Row.Key.Partition == row.Key.Partition
                    && LedgerKeys.IsFeed(former.Row.Key)
                    && LedgerKeys.SequenceOf(former.Row.Key) <= last
                );
                var written = LedgerKeys.FeedBetween(OrganizationId.Parse(row.Key.Partition), FeedSequence.Zero, last);
                await store.DeleteAsync(
                    Tables.Ledger,
                    await store.ReadAllAsync(Tables.Ledger, written, cancel).Select(old => (old.Key, (string?)null)).ToListAsync(cancel)
                );
            }
            _feeds[row.Key.Partition] = sequence;
        }
    }

    /// <summary>
    /// The nonce distinguishes the retries of one request, and no request is in flight after a restore. Any value will do.
    /// </summary>
    private static Claim Claim(EventLine line) =>
        new()
        {
            Id = line.Event.Id,
            Source = line.Event.Source,
            Subject = line.Event.Subject,
            Time = line.Event.Time,
            TimeWasGiven = line.TimeWasGiven,
            CreatedAt = line.Event.CreatedAt,
            Place = line.Event.Place,
            Fingerprint = line.Fingerprint,
            Nonce = "restored",
        };
}
