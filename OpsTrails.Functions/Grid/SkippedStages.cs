using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Grid;

/// <summary>Finds versions that reached an environment without having been in the one before it.</summary>
internal sealed class SkippedStages(EventPages pages, SettingsStore settings)
{
    private const int EventsPerPage = 1_000;
    private const int MostPages = 10;

    /// <param name="organization">The organization.</param>
    /// <param name="query">From the earlier environment to the later one, each up to its moment.</param>
    /// <param name="since">Start of the search for arrivals. The earlier environment is read further back.</param>
    /// <param name="cancel">Cancels the search.</param>
    public async Task<SkippedStagesResult> FindAsync(
        OrganizationId organization,
        DiffQuery query,
        Timestamp since,
        CancellationToken cancel
    )
    {
        var own = await settings.GetAsync(organization, cancel);
        var there = new List<RecordedEvent>();
        var isWhole = await ReadAsync(
            organization,
            query.To,
            since,
            page =>
            {
                there.AddRange(page);
                return false;
            },
            cancel
        );
        var open = SkippedStage.ArrivalsIn(there, own.Types, own.Names);
        if (open.Count > 0)
            isWhole &= await ReadAsync(
                organization,
                query.From,
                null,
                page => (open = SkippedStage.Without(open, page, own.Types, own.Names)).Count == 0,
                cancel
            );
        return new SkippedStagesResult(open, isWhole);
    }

    /// <summary>Passes on pages, newest first, until the last page or until the callback returns true.</summary>
    /// <returns>False when the limit of pages was reached first.</returns>
    private async Task<bool> ReadAsync(
        OrganizationId organization,
        EnvironmentAt environment,
        Timestamp? from,
        Func<IReadOnlyList<RecordedEvent>, bool> isEnoughWith,
        CancellationToken cancel
    )
    {
        var query = new EventQuery
        {
            Filter = new EventFilter { Conditions = [new FieldCondition(EventField.Subject, [environment.Subject ?? ""])] },
            Window = new TimeWindow(from, environment.At.Next()),
            Limit = EventsPerPage,
            Hash = "",
        };
        query = query with { Filter = await pages.ResolveAsync(organization, query.Filter, cancel) };
        var plan = await pages.PlanAsync(organization, query.Filter, cancel);
        for (var read = 0; read < MostPages; read++)
        {
            var page = await pages.ReadAsync(organization, query, plan, feedPosition: FeedSequence.Zero, cancel);
            if (isEnoughWith(page.Events) || page.Next is null)
                return true;
            query = query with { Cursor = page.Next };
        }
        return false;
    }
}

/// <param name="Arrivals">The events that brought the versions, newest first.</param>
/// <param name="IsWhole">Whether all the events needed were read.</param>
internal sealed record SkippedStagesResult(IReadOnlyList<RecordedEvent> Arrivals, bool IsWhole);
