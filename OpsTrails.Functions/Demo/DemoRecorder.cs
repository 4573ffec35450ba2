using System.Text.Json;
using System.Text.Json.Nodes;
using OpsTrails.Core.Demo;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Demo;

/// <summary>Records the sample events of a demo as if a client had posted them.</summary>
internal sealed class DemoRecorder(EventRecorder recorder, DemoMarkers markers, ITableStore store, TimeProvider clock)
{
    private const int BatchSize = 100;

    /// <summary>Whether no event was ever recorded here. Cells outlive their events, so this looks at cells.</summary>
    public async Task<bool> IsEmptyAsync(OrganizationId organization, CancellationToken cancel) =>
        !await store
            .ReadAllAsync(Tables.Cells, RowRange.InPartition(organization.Value) with { Select = ["Source"] }, cancel)
            .AnyAsync(cancel);

    /// <summary>Remembers where the demo is, so that it can be removed.</summary>
    /// <returns>False while it is being removed.</returns>
    public Task<bool> BeginAsync(OrganizationId organization, IReadOnlyList<DemoEvent> events) =>
        markers.AddAsync(organization, Timestamp.From(events.Min(e => e.Time)), Timestamp.From(events.Max(e => e.Time)));

    /// <returns>For each batch, the number of new events and of all events.</returns>
    public async IAsyncEnumerable<(int New, int All)> RecordAsync(OrganizationId organization, IReadOnlyList<DemoEvent> events)
    {
        foreach (var batch in events.Chunk(BatchSize))
        {
            var outcomes = await recorder.RecordAsync(organization, [.. batch.Select(Draft)]);
            if (outcomes.FirstOrDefault(outcome => outcome.Event is null) is { } refused)
                throw (Exception?)refused.Failure ?? new InvalidOperationException("A demo event was already recorded with other content.");
            yield return (outcomes.Count(outcome => outcome.Kind == RecordOutcomeKind.Recorded), batch.Length);
        }
    }

    private EventDraft Draft(DemoEvent e)
    {
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = e.Id,
            ["type"] = e.Type,
            ["source"] = e.Source,
            ["subject"] = e.Subject,
            ["time"] = Timestamp.From(e.Time).ToString(),
            ["severity"] = e.Severity,
            ["version"] = e.Version,
            ["data"] = new JsonObject
            {
                ["description"] = e.Description,
                ["author"] = e.Author,
                ["seconds"] = e.Seconds,
            },
        };
        var errors = new ValidationErrors();
        var draft =
            EventParser.Parse(JsonSerializer.SerializeToElement(json), clock.GetUtcNow(), errors)
            ?? throw new InvalidOperationException($"A demo event is invalid: {errors}");

        // The fingerprint stays that of the content, so that a demo of an earlier version, without the mark, is found recorded.
        return draft with
        {
            Extensions = [new EventExtension(EventRules.DemoMark, "true"u8.ToArray())],
        };
    }
}
