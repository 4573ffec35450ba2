using System.Text.Json;
using System.Text.Json.Nodes;
using OpsTrails.Core.Demo;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Demo;

/// <summary>Records the events of a demo as if they had been posted.</summary>
internal sealed class DemoRecorder(EventRecorder recorder, ITableStore store, TimeProvider clock)
{
    private const int BatchSize = 100;

    /// <summary>Whether anything was ever recorded here: a cell outlives its events.</summary>
    public async Task<bool> IsEmptyAsync(OrganizationId organization, CancellationToken cancel) =>
        !await store
            .ReadAllAsync(Tables.Cells, RowRange.InPartition(organization.Value) with { Select = ["Source"] }, cancel)
            .AnyAsync(cancel);

    /// <returns>After each batch, how many of its events were new, and how many there were in all.</returns>
    public async IAsyncEnumerable<(int New, int All)> RecordAsync(OrganizationId organization, IReadOnlyList<DemoEvent> events)
    {
        foreach (var batch in events.Chunk(BatchSize))
        {
            var outcomes = await recorder.RecordAsync(organization, [.. batch.Select(Draft)]);
            if (outcomes.FirstOrDefault(outcome => outcome.Event is null) is { } refused)
                throw (Exception?)refused.Failure
                    ?? new InvalidOperationException("An event of the demo was recorded before with other content.");
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
            ["time"] = Instant.Format(e.Time.UtcTicks),
            ["severity"] = e.Severity,
            ["version"] = e.Version,
            ["data"] = new JsonObject
            {
                ["description"] = e.Description,
                ["author"] = e.Author,
                ["seconds"] = e.Seconds,
            },
        };
        var faults = new ValidationErrors();
        return EventParser.Parse(JsonSerializer.SerializeToElement(json), clock.GetUtcNow(), faults)
            ?? throw new InvalidOperationException($"An event of the demo is refused: {faults}");
    }
}
