using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Grid;

/// <summary>Compares two environments, each at its moment, system by system.</summary>
internal sealed class EnvironmentDiffs(CellList cells, CellHistory history, SettingsStore settings)
{
    public async Task<EnvironmentDiffResult> CompareAsync(OrganizationId organization, DiffQuery query, CancellationToken cancel)
    {
        var own = await settings.GetAsync(organization, cancel);
        var all = await cells.ReadAllAsync(organization, own.Names, cancel);
        var subjects = all.Select(cell => cell.Subject).Distinct().Order(StringComparer.Ordinal).ToList();
        query = query.Resolve(own.Names, subjects);
        if (!subjects.Contains(query.From.Subject) || !subjects.Contains(query.To.Subject))
            return new EnvironmentDiffResult(query, subjects, []);

        var follows = Follows(query, Ladders.Of(own.CanonicalLadders, subjects));
        var compared = await LoadAsync(organization, all, query, own.Types, cancel);
        var lookUps = await Task.WhenAll(
            LookUpAsync(organization, compared, EnvironmentDiff.ArrivalOf, query.From.Subject, cancel),
            LookUpAsync(organization, compared, EnvironmentDiff.ReturnOf, query.To.Subject, cancel)
        );
        return new EnvironmentDiffResult(
            query,
            subjects,
            [
                .. compared
                    .Select(source =>
                    {
                        var (stage, past) = (lookUps[0].GetValueOrDefault(source.Source), lookUps[1].GetValueOrDefault(source.Source));
                        return EnvironmentDiff.Of(
                            source with
                            {
                                Past = [.. new[] { stage, past }.OfType<CellState>()],
                                ToFollows = follows,
                            },
                            stage
                        );
                    })
                    .OfType<SourceDiff>(),
            ]
        );
    }

    /// <summary>Adds an error for each side that is a group of environments.</summary>
    public async ValueTask CheckGroupsAsync(OrganizationId organization, DiffQuery query, ValidationErrors errors, CancellationToken cancel)
    {
        var names = (await settings.GetAsync(organization, cancel)).Names;
        if (names.Groups.Count == 0)
            return;
        if (query.From.AsName is not null || query.To.AsName is not null)
        {
            var all = await cells.ReadAllAsync(organization, names, cancel);
            query = query.Resolve(names, all.Select(cell => cell.Subject).ToHashSet());
        }
        query.CheckGroups(names, errors);
    }

    /// <summary>Whether the second environment comes later on the ladder of the first one.</summary>
    private static bool Follows(DiffQuery query, IReadOnlyList<GridColumn> columns)
    {
        var (from, to) = (ColumnOf(query.From), ColumnOf(query.To));
        return from is { Ladder: { } ladder } && to?.Ladder == ladder && from.Position < to.Position;

        GridColumn? ColumnOf(EnvironmentAt environment) => columns.FirstOrDefault(column => column.Subject == environment.Subject);
    }

    private async Task<List<ComparedSource>> LoadAsync(
        OrganizationId organization,
        IReadOnlyList<Cell> all,
        DiffQuery query,
        TypeMeanings types,
        CancellationToken cancel
    )
    {
        var (from, to) = (await TellAsync(query.From), await TellAsync(query.To));
        var bySource = all.ToLookup(cell => cell.Source, StringComparer.Ordinal);
        return
        [
            .. from
                .Keys.Union(to.Keys)
                .Order(StringComparer.Ordinal)
                .Select(source => new ComparedSource(
                    source,
                    from.GetValueOrDefault(source),
                    to.GetValueOrDefault(source),
                    [.. bySource[source]],
                    IsOneEnvironment: query.From.Subject == query.To.Subject,
                    types
                )),
        ];

        async Task<Dictionary<string, CellState>> TellAsync(EnvironmentAt environment)
        {
            var stories = CellHistory.StatesOf(all.Where(cell => cell.Subject == environment.Subject), environment.At, types).ToList();
            await history.CompleteAsync(organization, stories, story => story.KnowsVersion, cancel);
            return stories.ToDictionary(story => story.Source, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// The state of an environment when an event carried a version. Reads back until it finds that version or rules it out.
    /// </summary>
    private async Task<Dictionary<string, CellState>> LookUpAsync(
        OrganizationId organization,
        List<ComparedSource> compared,
        Func<ComparedSource, CellEvent?> carrierOf,
        string? subject,
        CancellationToken cancel
    )
    {
        var versions = new Dictionary<CellState, string>();
        foreach (var source in compared)
        {
            if (carrierOf(source) is { } carrier && source.Cells.Where(cell => cell.Subject == subject).ToList() is { Count: > 0 } own)
                versions.Add(new CellState(own, carrier.Time, source.Types), carrier.Version!);
        }
        await history.CompleteAsync(
            organization,
            versions.Keys,
            story => story.IsComplete || story.FirstWith(versions[story]) is not null,
            cancel
        );
        return versions.Keys.ToDictionary(story => story.Source, StringComparer.Ordinal);
    }
}

/// <param name="Query">The query with canonical names.</param>
/// <param name="Subjects">All environments.</param>
/// <param name="Sources">The systems in either environment, by name.</param>
internal sealed record EnvironmentDiffResult(DiffQuery Query, IReadOnlyList<string?> Subjects, IReadOnlyList<SourceDiff> Sources);
