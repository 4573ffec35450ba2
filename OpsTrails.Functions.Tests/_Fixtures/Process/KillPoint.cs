using System.Globalization;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A moment at which a program ends: just before or just after it has done a step of recording for the n-th time.</summary>
internal sealed record KillPoint(bool IsAfter, string Step, int Occurrence)
{
    /// <summary>The environment variable that tells a started program its own.</summary>
    public const string Variable = "OPSTRAILS_TEST_KILL";

    public static IReadOnlyList<string> Steps { get; } = ["claim", "truth", "timeline", "cells", "facets", "feed"];

    /// <summary>What there is beyond that with a topic: the outbox rows of events that it has got are deleted.</summary>
    public const string Published = "published";

    /// <summary>The steps in which retention takes events away.</summary>
    public static IReadOnlyList<string> Deletions { get; } = ["delete-truth", "delete-claim", "delete-timeline"];

    public static KillPoint Parse(string text)
    {
        var parts = text.Split(':');
        return new KillPoint(parts[0] == "after", parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>The step that a transaction is; null when it is none of them.</summary>
    public static string? StepOf(string table, IReadOnlyList<Write> writes) =>
        table switch
        {
            Tables.Ledger when writes.Any(write => write.Key.Row == "n") => "feed",
            Tables.Ledger
                when writes.Any(write => write.Kind == WriteKind.Add && write.Key.Row.StartsWith("i~", StringComparison.Ordinal)) =>
                "claim",
            Tables.Ledger
                when writes.All(write => write.Kind == WriteKind.Delete && write.Key.Row.StartsWith("j~", StringComparison.Ordinal)) =>
                Published,
            Tables.Events when IsDeletion(writes) => "delete-truth",
            Tables.Ledger when IsDeletion(writes) && writes[0].Key.Row.StartsWith("i~", StringComparison.Ordinal) => "delete-claim",
            Tables.Timeline when IsDeletion(writes) => "delete-timeline",
            Tables.Events => "truth",
            Tables.Timeline => "timeline",
            Tables.Cells => "cells",
            Tables.Facets => "facets",
            Tables.Organizations when writes[0].Key.Row == "restore" && !IsDeletion(writes) => "organizations",
            Tables.Ledger when writes.All(write => write.Kind == WriteKind.Upsert) => "ledger",
            _ => null,
        };

    private static bool IsDeletion(IReadOnlyList<Write> writes) => writes.All(write => write.Kind == WriteKind.Delete);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsAfter ? "after" : "before")}:{Step}:{Occurrence}");
}
