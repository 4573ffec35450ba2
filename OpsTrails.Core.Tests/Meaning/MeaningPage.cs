using System.Text;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Meaning;

/// <summary>The page <c>docs/reference/meaning.md</c>, made from the words and the table of examples.</summary>
internal static class MeaningPage
{
    private const string Rule = """
        # What an event means

        OpsTrails reads a kind, a phase and an outcome from each event.

        1. Your organization's mapping of whole types comes first. What it leaves open, only `data` fills.
        2. Otherwise the words of `type` decide, the last one first. Spelling, a trailing version and a reversed domain name don't matter.
        3. A rollback word makes a deployment, release, migration or pipeline a rollback. A removal word makes the first three a removal.
        4. Top-level strings and Booleans of `data` fill what the type leaves open, in this order: {0}.
        5. A failure or cancellation anywhere wins over success. An outcome without a phase means finished. A bare incident is opened.


        """;

    public static string Text()
    {
        var page = new StringBuilder(
            Rule.Replace(
                "{0}",
                string.Join(", ", EventHintsMember.OfMeaning.Select(member => $"`{member.Name}`")),
                StringComparison.Ordinal
            )
        );
        page.Append(
            """
            ## Words

            - A phrase also counts when it is written as one word, such as `rollout`.
            - A weak word decides the kind only if no other word does.
            - The phase of a change is that of configuration, feature flags, data loads, caches, content, scaling and certificates.
            - Update means that the phase of the incident stays.

            | words | kind | phase | phase of a change | outcome | incident |
            |---|---|---|---|---|---|

            """
        );
        foreach (var same in Vocabulary.All.Where(word => !word.IsDomain).GroupBy(Cells))
            page.Append(Row([string.Join(", ", same.Select(word => word.Text)), .. same.Key.Split('\t')]));
        var domains = Vocabulary.All.Where(word => word.IsDomain).Select(word => $"`{word.Text}`");
        page.Append('\n')
            .Append("A reversed domain name begins with ")
            .Append(string.Join(", ", domains))
            .Append(" and has at least three segments.\n");
        page.Append("\n## Examples\n");
        foreach (var sender in MeaningRow.All.GroupBy(row => row.Sender))
        {
            page.Append("\n### ").Append(sender.Key).Append("\n\n| type | data | kind | phase | outcome |\n|---|---|---|---|---|\n");
            foreach (var row in sender)
                page.Append(Row([Code(row.Type), Code(row.Data), row.Kind, row.Phase, row.Outcome == "unknown" ? "" : row.Outcome]));
        }
        return page.ToString();
    }

    private static string Cells(Word word) =>
        string.Join(
            '\t',
            (word.Kind is { } kind ? EventKindNames.Of(kind) : "") + (word.IsWeak ? " (weak)" : ""),
            Name(word.Phase),
            Name(word.ChangePhase),
            word.Outcome == EventOutcome.Unknown ? "" : EventOutcomeNames.Of(word.Outcome),
            word.Incident switch
            {
                null => "",
                IncidentStep.Cancelled => "resolved, cancelled",
                IncidentStep.Updated => "update",
                { } step => Name(Enum.Parse<EventPhase>(step.ToString())),
            }
        );

    private static string Name(EventPhase? phase) => phase is { } known ? EventPhaseNames.Of(known) : "";

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";

    private static string Row(string[] cells) =>
        $"| {string.Join(" | ", cells)} |\n"
            .Replace("|  |", "| |", StringComparison.Ordinal)
            .Replace("|  |", "| |", StringComparison.Ordinal);
}
