using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace OpsTrails.Core.Grid;

/// <summary>The stage that the name of an environment contains.</summary>
/// <param name="Group">The rest of the name, as written: <c>BRAND-A</c> in <c>BRAND-A-STAGING</c>.</param>
/// <param name="Key">Equal for names that differ only in letter case and separators.</param>
/// <param name="Rank">Increases on the way to production and past it.</param>
/// <param name="Number">The number among several at one stage: 2 in <c>QA2</c>, 0 for none.</param>
internal sealed partial record Stage(string Group, string Key, int Rank, int Number)
{
    private static readonly string[][] Words =
    [
        ["local"],
        ["sandbox"],
        ["dev", "develop", "development"],
        ["int", "integration", "sit"],
        ["test", "testing", "tst"],
        ["qa"],
        ["perf", "performance"],
        ["uat", "acceptance"],
        ["stage", "staging", "stg", "nonprod", "nonproduction"],
        ["preprod", "preproduction", "prelive"],
        ["canary"],
        ["prod", "production", "prd", "live"],
        ["dr"],
    ];

    private static readonly FrozenDictionary<string, int> Ranks = Words
        .SelectMany((words, rank) => words.Select(word => (word, rank)))
        .ToFrozenDictionary(pair => pair.word, pair => pair.rank, StringComparer.OrdinalIgnoreCase);

    /// <summary>Stages that qualify another stage. In both <c>PROD-CANARY</c> and <c>CANARY-PROD</c>, this word decides.</summary>
    private static readonly FrozenSet<int> PartsOfAnother = new[] { "sandbox", "perf", "canary", "dr" }
        .Select(word => Ranks[word])
        .ToFrozenSet();

    /// <returns>Null if no word of the name is a known stage.</returns>
    public static Stage? Find(string subject)
    {
        var parts = Read(subject);
        var anchor = Anchor(parts);
        if (anchor < 0)
            return null;

        var (first, last) = (anchor, anchor);
        if (anchor > 0 && AreOne(parts[anchor - 1], parts[anchor]))
            first--;
        else if (anchor < parts.Count - 1 && AreOne(parts[anchor], parts[anchor + 1]))
            last++;
        var named = parts[first..(last + 1)];
        var stage = named.Find(part => PartsOfAnother.Contains(part.Rank)) ?? parts[anchor];
        return new Stage(
            Join(subject[..named[0].Start], subject[named[^1].End..]),
            string.Join('-', parts.Except(named).Select(part => subject[part.Start..part.End].ToUpperInvariant())),
            stage.Rank,
            named.Max(part => part.Number)
        );
    }

    /// <summary>Prefers a stage at the end of the name, then at its beginning, then in the middle.</summary>
    private static int Anchor(List<Part> parts)
    {
        if (parts.Count == 0 || parts[^1].IsStage)
            return parts.Count - 1;
        return parts[0].IsStage ? 0 : parts.FindLastIndex(part => part.IsStage);
    }

    private static bool AreOne(Part one, Part next) =>
        one.IsStage && next.IsStage && PartsOfAnother.Contains(one.Rank) != PartsOfAnother.Contains(next.Rank);

    private static string Join(string before, string after)
    {
        before = before.TrimEnd(Separators);
        after = after.TrimStart(Separators);
        return before.Length == 0 || after.Length == 0 ? before + after : before + "-" + after;
    }

    private static List<Part> Read(string subject)
    {
        var parts = new List<Part>();
        foreach (var word in Word().EnumerateMatches(subject))
        {
            var text = subject.AsSpan(word.Index, word.Length);
            var part = new Part(word.Index, word.Index + word.Length, RankOf(text.ToString()), 0);
            var before = parts.Count > 0 ? parts[^1] : null;
            if (before is { IsStage: true } && before.End == part.Start && int.TryParse(text, out var number))
                parts[^1] = before with { End = part.End, Number = number };
            else if (
                before is { IsStage: false }
                && part.IsStage
                && RankOf(subject[before.Start..before.End] + text.ToString()) is var rank and >= 0
            )
                parts[^1] = part with { Start = before.Start, Rank = rank };
            else
                parts.Add(part);
        }
        return parts;
    }

    private static int RankOf(string word) => Ranks.TryGetValue(word, out var rank) ? rank : -1;

    private static readonly char[] Separators = ['-', '_', '.', '/', ':', ' ', '|', '~', '+'];

    /// <summary>Words are separated by anything but letters and digits, and by capitals.</summary>
    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[\p{Lo}\p{Lm}\p{Lt}]+|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    private sealed record Part(int Start, int End, int Rank, int Number)
    {
        public bool IsStage => Rank >= 0;
    }
}
