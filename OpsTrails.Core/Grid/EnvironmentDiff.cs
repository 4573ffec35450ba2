namespace OpsTrails.Core.Grid;

/// <summary>
/// Compares one system in two environments. Versions are never parsed: the newer version is the one that appeared later, by its earliest
/// known event.
/// </summary>
public static class EnvironmentDiff
{
    /// <summary>The first arrival of the second environment's version. The first environment must have had that version before.</summary>
    /// <returns>Null if there is nothing to check.</returns>
    public static CellEvent? ArrivalOf(ComparedSource compared) =>
        !compared.IsOneEnvironment && compared.To?.Version?.Version is { } version ? compared.To.FirstWith(version) : null;

    /// <summary>
    /// The event whose version must be looked up in the history of the second environment. The first environment's latest version may be an
    /// old one there, and no environment with both versions tells their order.
    /// </summary>
    public static CellEvent? ReturnOf(ComparedSource compared)
    {
        if (
            compared.IsOneEnvironment
            || compared.From?.Version?.Version is not { } from
            || compared.To?.Version?.Version is not { } to
            || from == to
            || compared.HasSeenBoth(from, to)
        )
            return null;
        var (here, there) = (compared.FirstWith(from).Event, compared.FirstWith(to).Event);
        return here.Order > there.Order ? here : null;
    }

    /// <param name="compared">Both sides.</param>
    /// <param name="stage">The first environment at the time of <see cref="ArrivalOf"/>. Null if the system has no cell there, or without
    /// an arrival.</param>
    /// <returns>Null if the system has no version on either side.</returns>
    public static SourceDiff? Of(ComparedSource compared, CellState? stage)
    {
        var (from, to) = (compared.From?.Version, compared.To?.Version);
        var isUnknown = compared.From is { KnowsVersion: false } || compared.To is { KnowsVersion: false };
        if (from is null && to is null && !isUnknown)
            return null;

        var relation = isUnknown ? DiffRelation.Unknown : Relate(compared, from?.Version, to?.Version);
        var findings = new List<DiffFinding> { new(DiffFindingKind.Relation, [.. Prove(compared, relation, from, to)]) };
        if (from is { IsRolledBack: true })
            findings.Add(new(DiffFindingKind.FromRolledBack, compared.FromEvents(from.Event, from.Restored)));
        if (to is { IsRolledBack: true })
            findings.Add(new(DiffFindingKind.ToRolledBack, compared.ToEvents(to.Event, to.Restored)));
        if (relation == DiffRelation.Behind && compared.ToFollows)
            findings.Add(new(DiffFindingKind.AheadOfStage, [.. compared.ToEvents(to!.Event), .. compared.FromEvents(from!.Event)]));
        if (ArrivalOf(compared) is { } arrival && NeverHad(stage, arrival.Version!))
            findings.Add(
                new(
                    DiffFindingKind.ReachedWithoutStage,
                    [.. compared.ToEvents(arrival), .. compared.FromEvents(compared.From?.FirstWith(arrival.Version!))]
                )
            );
        return new SourceDiff(compared.Source, relation, from, to, findings);
    }

    /// <summary>Requires proof: a truncated history proves nothing.</summary>
    private static bool NeverHad(CellState? stage, string version) =>
        stage is null || (stage.IsComplete && stage.FirstWith(version) is null);

    private static DiffRelation Relate(ComparedSource compared, string? from, string? to)
    {
        if (from == to)
            return DiffRelation.Same;
        if (to is null)
            return DiffRelation.OnlyHere;
        if (from is null)
            return DiffRelation.OnlyThere;
        var (here, there) = (compared.FirstWith(from).Event, compared.FirstWith(to).Event);
        return here.Order > there.Order ? DiffRelation.Ahead : DiffRelation.Behind;
    }

    private static IEnumerable<PlacedEvent> Prove(ComparedSource compared, DiffRelation relation, CellVersion? from, CellVersion? to)
    {
        IEnumerable<PlacedEvent> current = [.. compared.FromEvents(from?.Event), .. compared.ToEvents(to?.Event)];
        return relation is DiffRelation.Ahead or DiffRelation.Behind
            ? current.Append(compared.FirstWith(from!.Version!)).Append(compared.FirstWith(to!.Version!)).Distinct()
            : current;
    }
}
