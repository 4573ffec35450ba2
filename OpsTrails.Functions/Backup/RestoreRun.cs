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

    private readonly List<EventLine> _events = [];
    private readonly List<(string Table, Row Row)> _rows = [];

    /// <summary>The last one counts: an event that was deleted during the backup has a tombstone after its line.</summary>
    private readonly Dictionary<RowKey, Row> _claims = [];
    private readonly Dictionary<string, FeedSequence> _feeds = [];
    private long _bytes;

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
            var type = json.RootElement.GetProperty("type").GetString()!;
            if (type == BackupLines.Row && json.RootElement.TryGetProperty("data", out var data))
                AddRow(RowLine.Read(data));
            else if (!type.StartsWith(BackupLines.Prefix, StringComparison.Ordinal))
                AddEvent(EventLine.Read(json.RootElement));
            _bytes += line.Length;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new BackupException($"Line {number} of the backup is invalid: {e.Message}", e);
        }
    }

    /// <summary>The store's format is that of this version, not that of the backup.</summary>
    private void AddRow((string Table, Row Row) read)
    {
        if (read.Table == Tables.Ledger && LedgerKeys.IsClaim(read.Row.Key))
            _claims[read.Row.Key] = read.Row;
        else if (read.Row.Key != InstallationKeys.Format)
            _rows.Add(read);
    }

    private void AddEvent(EventLine line)
    {
        _events.Add(line);
        var claim = ClaimRow.Write(line.Organization, Claim(line));
        _claims[claim.Key] = claim;
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        await CloseGapsAsync(cancel);
        await Task.WhenAll(
            _rows
                .GroupBy(row => row.Table)
                .Select(table => upserts.AddAsync(table.Key, table.Select(row => row.Row)))
                .Append(upserts.AddAsync(Tables.Ledger, _claims.Values))
                .Append(
                    upserts.AddAsync(
                        Tables.Events,
                        _events.Select(line => EventRow.Write(EventKeys.Truth(line.Organization, line.Event), line.Event))
                    )
                )
                .Append(
                    upserts.AddAsync(
                        Tables.Timeline,
                        _events.Select(line => EventRow.Write(EventKeys.Timeline(line.Organization, line.Event), line.Event))
                    )
                )
        );

        // The backup read cells and facets before the late events, so add those now.
        foreach (var late in _events.Where(line => line.IsLate).GroupBy(line => line.Organization))
            await completion.CompleteAsync(late.Key, [.. late.Select(line => line.Event)]);
        _events.Clear();
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
