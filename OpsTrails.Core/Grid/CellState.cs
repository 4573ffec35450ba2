using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Grid;

/// <summary>The state of a cell at a time, over the stored cells of every name that counts as its environment and system.</summary>
public sealed class CellState
{
    private IReadOnlyList<Mover>? _movers;
    private WhatRuns? _runs;

    /// <param name="cell">The stored cell, including later events.</param>
    /// <param name="at">The time, inclusive.</param>
    /// <param name="types">The organization's meanings of types. If the cell was stored with others, its events are read.</param>
    public CellState(Cell cell, Timestamp at, TypeMeanings types)
        : this([cell], at, types) { }

    /// <param name="cells">The stored cells under their canonical name. At least one.</param>
    /// <param name="at">The time, inclusive.</param>
    /// <param name="types">The organization's meanings of types. If a cell was stored with others, its events are read.</param>
    public CellState(IReadOnlyList<Cell> cells, Timestamp at, TypeMeanings types)
    {
        At = at;
        (Subject, Source, FirstSeen) = (cells[0].Subject, cells[0].Source, cells.Min(cell => cell.FirstSeen));
        Parts = [.. cells.Select(cell => new CellPart(cell, at, types))];
    }

    public string? Subject { get; }

    public string Source { get; }

    /// <summary>The time of the oldest event.</summary>
    public Timestamp FirstSeen { get; }

    public Timestamp At { get; }

    public IReadOnlyList<CellPart> Parts { get; }

    /// <summary>Whether a cell was stored with other meanings of types, so that its events are read instead.</summary>
    public bool IsStale => Parts.Any(part => part.IsStale);

    /// <summary>Whether the cell had any event by then.</summary>
    public bool Exists => FirstSeen <= At;

    /// <summary>The newest events up to then that bear on the version, newest first, without a gap.</summary>
    public IReadOnlyList<Mover> Movers => _movers ??= JoinMovers();

    /// <summary>Whether <see cref="Movers"/> are all such events.</summary>
    public bool IsComplete => Parts.All(part => part.IsComplete);

    /// <summary>The newest event up to then. Null if not known.</summary>
    public CellEvent? Last => KnowsLast ? Parts.Select(part => part.Last).OfType<CellEvent>().MaxBy(e => e.Order) : null;

    public bool KnowsLast => Parts.All(part => part.KnowsLast);

    public bool KnowsVersion => Runs.IsKnown;

    /// <summary>Null if never set or not known.</summary>
    public CellVersion? Version => Runs.Version;

    public WhatRuns Runs => _runs ??= VersionStack.Play(Movers, IsComplete, At);

    /// <summary>The part whose older events tell most. Null if every part was read to its end.</summary>
    public CellPart? NextToRead =>
        Parts.FirstOrDefault(part => !part.KnowsLast)
        ?? Parts
            .Where(part => !part.IsReadToEnd && !(part.IsComplete && Parts.Count > 1))
            .OrderByDescending(part => part.KnownFrom is null)
            .ThenByDescending(part => part.KnownFrom)
            .FirstOrDefault();

    /// <summary>The earliest known event up to then that set the version.</summary>
    public CellEvent? FirstWith(string version) => Movers.LastOrDefault(mover => mover.SetsVersion && mover.Version == version)?.Event;

    /// <summary>Adds the events of a part that were read next, newest first.</summary>
    public void Add(CellPart part, IReadOnlyList<CellEvent> older, bool isEnd)
    {
        part.Add(older, isEnd);
        (_movers, _runs) = (null, null);
    }

    /// <summary>What one part knows from some event on is a gap in what another knows further back.</summary>
    private IReadOnlyList<Mover> JoinMovers()
    {
        if (Parts.Count == 1)
            return Parts[0].Movers;
        var open = Parts.Where(part => !part.IsComplete).ToList();
        if (open.Exists(part => part.KnownFrom is null))
            return [];
        var from = open.Max(part => part.KnownFrom);
        return
        [
            .. Parts
                .SelectMany(part => part.Movers)
                .Where(mover => from is not { } first || mover.Order >= first)
                .OrderByDescending(mover => mover.Order),
        ];
    }
}
