using System.Globalization;
using System.Text;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Writes events as a program leaves them that ends before it has done all of their rows.</summary>
internal sealed class PartialEvents(ITableStore store, OrganizationId organization, DateTimeOffset now)
{
    /// <summary>The steps of recording. Each includes the rows of the steps before it.</summary>
    public static IReadOnlyList<string> States { get; } = ["claim", "truth", "timeline", "cells", "facets"];

    /// <returns>The event, as it has to be everywhere in the end.</returns>
    public async Task<KeyValuePair<EventName, string>> WriteAsync(int number, string until)
    {
        var e = NewEvent(number);
        var claim = new Claim
        {
            Id = e.Id,
            Source = e.Source,
            Subject = e.Subject,
            Time = e.Time,
            TimeWasGiven = true,
            CreatedAt = e.CreatedAt,
            Place = e.Place,
            Fingerprint = "fingerprint",
            Nonce = e.Id,
        };
        var attempt = new ClaimAttempt(organization, claim, e);
        await WriteAsync(Tables.Ledger, Write.Add(attempt.ClaimRow), Write.Add(attempt.OutboxRow));
        var steps = States.ToList().IndexOf(until);
        if (steps >= 1)
            await WriteAsync(Tables.Events, Write.Upsert(EventRow.Write(EventKeys.Truth(organization, e), e)));
        if (steps >= 2)
            await WriteAsync(Tables.Timeline, Write.Upsert(EventRow.Write(EventKeys.Timeline(organization, e), e)));
        using var cells = new CellStore(store);
        if (steps >= 3)
            await cells.AddAsync(organization, [e], TypeMeanings.None);
        using var types = new EventTypes(store, TimeProvider.System);
        if (steps >= 4)
            await types.AddAsync(organization, [e]);
        return new(EventName.Of(e), Encoding.UTF8.GetString(e.Json.Span));
    }

    private RecordedEvent NewEvent(int number)
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        return new RecordedEvent
        {
            Id = id,
            Source = "svc-" + number % 3,
            Subject = number % 2 == 0 ? "PROD" : null,
            Type = "type-" + number % 4,
            Version = id,
            Time = Timestamp.From(now.AddHours(-number)),
            CreatedAt = Timestamp.From(now),
            Json = Encoding.UTF8.GetBytes(
                $$"""{"id":"{{id}}","specversion":"1.0","type":"type-{{number % 4}}","source":"svc-{{number % 3}}"}"""
            ),
        };
    }

    private async Task WriteAsync(string table, params Write[] writes) =>
        Assert.True((await store.WriteAsync(table, writes, CancellationToken.None)).Succeeded);
}
