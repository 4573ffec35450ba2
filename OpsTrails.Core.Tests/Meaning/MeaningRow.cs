using System.Text;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Meaning;

/// <summary>The table next to this file: what real senders send, and what it means.</summary>
internal sealed record MeaningRow(string Sender, string Type, string Data, string Kind, string Phase, string Outcome)
{
    public static IReadOnlyList<MeaningRow> All { get; } =
    [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Meaning", "meanings.tsv")).Skip(1).Select(Parse)];

    public EventHints Hints => EventHints.Read(Encoding.UTF8.GetBytes(Data));

    private static MeaningRow Parse(string line) =>
        line.Split('\t') is [var sender, var type, var data, var kind, var phase, var outcome]
            ? new(sender, type, data, kind, phase, outcome)
            : throw new InvalidDataException(line);
}
