using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Core.Meaning;

/// <summary>The words of <c>words.tsv</c>, which is a resource of this assembly.</summary>
internal static class Vocabulary
{
    private const int MaxWordsOfPhrase = 3;

    private static readonly BoundedCache<IReadOnlyList<Word>> Found = new();

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<Word> All { get; } = [.. Rows().Where(row => !row.StartsWith('#')).Skip(1).Select(Word.Parse)];

    /// <summary>Phrases are there in two forms: <c>feature flag</c> and <c>featureflag</c>.</summary>
    private static readonly FrozenDictionary<string, Word> ByText = All.Concat(All.Where(IsPhrase))
        .Select((word, i) => KeyValuePair.Create(i < All.Count ? word.Text : word.Text.Replace(" ", "", StringComparison.Ordinal), word))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Changes with the table.</summary>
    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Rows()))));

    public static Word? Find(string text) => ByText.GetValueOrDefault(text);

    /// <summary>The known words of a text, in its order.</summary>
    public static IReadOnlyList<Word> In(string text) =>
        Found.GetOrAdd(text, static text => [.. In(Tokens.Of(text)).Select(found => found.Word)]);

    /// <summary>The known words, each with the index of its last token. The longest phrase wins.</summary>
    public static IEnumerable<(Word Word, int End)> In(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            for (var count = Math.Min(MaxWordsOfPhrase, tokens.Count - i); count > 0; count--)
            {
                if (Find(count == 1 ? tokens[i] : string.Join(' ', tokens.Skip(i).Take(count))) is not { } word)
                    continue;
                i += count - 1;
                yield return (word, i);
                break;
            }
        }
    }

    private static bool IsPhrase(Word word) => word.Text.Contains(' ', StringComparison.Ordinal);

    private static IEnumerable<string> Rows()
    {
        using var stream = typeof(Vocabulary).Assembly.GetManifestResourceStream("OpsTrails.Core.Meaning.words.tsv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } row)
            yield return row;
    }
}
