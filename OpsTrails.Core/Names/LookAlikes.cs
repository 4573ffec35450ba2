using System.Text;

namespace OpsTrails.Core.Names;

/// <summary>
/// Names that probably mean the same: they differ only in letter case, white space, separators, or the spelling of a stage such as
/// <c>prod</c>, <c>PRD</c> and <c>Production</c>.
/// </summary>
public static class LookAlikes
{
    /// <summary>Spellings of one stage. Words that some teams use for something else are left out.</summary>
    private static readonly string[][] Spellings =
    [
        ["DEV", "DEVELOP", "DEVELOPMENT"],
        ["INT", "INTEGRATION"],
        ["TST", "TEST", "TESTING"],
        ["PERF", "PERFORMANCE"],
        ["UAT", "ACCEPTANCE"],
        ["STG", "STAGE", "STAGING"],
        ["PREPROD", "PREPRODUCTION"],
        ["PRD", "PROD", "PRODUCTION"],
    ];

    private static readonly Dictionary<string, string> Spelled = Spellings
        .SelectMany(words => words.Select(word => (word, words[0])))
        .ToDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal);

    public static bool AreAlike(string one, string other) => one == other || KeyOf(one) == KeyOf(other);

    /// <summary>Groups of at least two names that look alike, each with the best one first.</summary>
    /// <param name="names">The names, the one to keep first.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Find(IEnumerable<string> names) =>
        [
            .. names
                .GroupBy(KeyOf, StringComparer.Ordinal)
                .Select(group => (IReadOnlyList<string>)[.. group])
                .Where(group => group.Count > 1)
                .OrderBy(group => group[0], StringComparer.Ordinal),
        ];

    /// <summary>Equal for names that look alike.</summary>
    private static string KeyOf(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var word in WordsOf(name.ToUpperInvariant()))
        {
            // Without a separator, 1-2 and 12 would be the same.
            if (key.Length > 0 && char.IsDigit(key[^1]) && char.IsDigit(word[0]))
                key.Append('-');
            key.Append(Spelled.GetValueOrDefault(word, word));
        }
        return key.Length == 0 ? name : key.ToString();
    }

    /// <summary>Runs of digits and runs of anything else that is not a separator.</summary>
    private static IEnumerable<string> WordsOf(string name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var isEnd = i == name.Length || IsSeparator(name[i]) || (i > start && char.IsDigit(name[i]) != char.IsDigit(name[i - 1]));
            if (!isEnd)
                continue;
            if (i > start)
                yield return name[start..i];
            start = i < name.Length && IsSeparator(name[i]) ? i + 1 : i;
        }
    }

    private static bool IsSeparator(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format || "-_./:|~+".Contains(c);
}
