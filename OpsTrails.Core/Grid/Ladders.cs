namespace OpsTrails.Core.Grid;

/// <summary>Orders environments: ladders of stages that lead to production, then single environments, then events without one.</summary>
public static class Ladders
{
    /// <param name="configured">The configured ladders, from first to last stage. Other environments are ordered by name.</param>
    /// <param name="subjects">The existing environments, null for events without one.</param>
    public static IReadOnlyList<GridColumn> Of(IReadOnlyList<IReadOnlyList<string>> configured, IEnumerable<string?> subjects)
    {
        var all = subjects.ToHashSet();
        var left = new SortedSet<string>(all.OfType<string>(), StringComparer.Ordinal);
        var ladders = new List<Ladder>();
        foreach (var stages in configured)
        {
            var present = stages.Where(left.Remove).Select((subject, position) => new Rung(subject, position, 0)).ToList();
            if (present.Count > 0)
                ladders.Add(new Ladder(NameOf(present), present));
        }
        ladders.AddRange(ByName(left));

        var columns = new List<GridColumn>(all.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ladder in ladders)
        {
            var name = Unique(ladder.Name, names);
            columns.AddRange(ladder.Rungs.Select(rung => new GridColumn(rung.Subject, name, rung.Position, ladder.Next(rung)?.Subject)));
        }
        columns.AddRange(left.Select(subject => new GridColumn(subject, null, null, null)));
        if (all.Contains(null))
            columns.Add(new GridColumn(null, null, null, null));
        return columns;
    }

    /// <summary>Takes the environments whose names contain a stage.</summary>
    private static List<Ladder> ByName(SortedSet<string> subjects)
    {
        var staged = subjects
            .Select(subject => (Subject: subject, Stage: Stage.Find(subject)))
            .Where(pair => pair.Stage is not null)
            .ToList();
        subjects.ExceptWith(staged.Select(pair => pair.Subject));
        return
        [
            .. staged
                .GroupBy(pair => pair.Stage!.Key)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group =>
                {
                    var ranks = group.Select(pair => pair.Stage!.Rank).Distinct().Order().ToList();
                    var rungs = group.Select(pair => new Rung(pair.Subject, ranks.IndexOf(pair.Stage!.Rank), pair.Stage.Number));
                    return new Ladder(group.First().Stage!.Group, [.. rungs.OrderBy(rung => rung.Position).ThenBy(rung => rung.Number)]);
                }),
        ];
    }

    /// <summary>What the names of the stages have in common, or the first and last name.</summary>
    private static string NameOf(List<Rung> rungs)
    {
        var stages = rungs.Select(rung => Stage.Find(rung.Subject)).ToList();
        return stages[0] is { } first && stages.TrueForAll(stage => stage?.Key == first.Key) ? first.Group
            : rungs.Count == 1 ? rungs[0].Subject
            : $"{rungs[0].Subject} → {rungs[^1].Subject}";
    }

    private static string Unique(string name, HashSet<string> names)
    {
        var unique = name;
        for (var number = 2; !names.Add(unique); number++)
            unique = $"{name} {number}".TrimStart();
        return unique;
    }

    private sealed record Rung(string Subject, int Position, int Number);

    private sealed record Ladder(string Name, IReadOnlyList<Rung> Rungs)
    {
        /// <summary>The environment at the next stage with the same number, otherwise the first.</summary>
        public Rung? Next(Rung rung)
        {
            var next = Rungs.Where(other => other.Position == rung.Position + 1).ToList();
            return next.Find(other => other.Number == rung.Number) ?? next.FirstOrDefault();
        }
    }
}

/// <summary>A column of the grid.</summary>
/// <param name="Subject">The environment. Null for events without one.</param>
/// <param name="Ladder">The name of its ladder. Empty for plain stage names such as STAGING and PRODUCTION, null without a ladder.</param>
/// <param name="Position">Its stage on the ladder, from 0. Several columns can share a stage. Null without a ladder.</param>
/// <param name="Next">The environment that it leads to. Null at the end.</param>
public sealed record GridColumn(string? Subject, string? Ladder, int? Position, string? Next);
