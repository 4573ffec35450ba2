using CsCheck;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Fixtures;

/// <summary>Generates types from words of the vocabulary, each in several spellings, and hints.</summary>
internal static class TypeGens
{
    private static readonly string[] Known =
    [
        .. Vocabulary.All.Where(word => !word.IsDomain).SelectMany(word => word.Text.Split(' ')).Distinct(),
        "payments",
        "shop",
        "north-west",
    ];

    public static readonly Gen<string[]> Words = Gen.OneOf(Known).Array[1, 5].Select(words => string.Join('-', words).Split('-'));

    private static readonly Gen<Func<string[], string>> Spelling = Gen.OneOf<Func<string[], string>>(
        words => string.Join('.', words),
        words => string.Join('-', words),
        words => string.Join('_', words),
        words => string.Join('/', words),
        words => string.Join(':', words),
        words => string.Join(' ', words),
        words => string.Join('_', words).ToUpperInvariant(),
        words => string.Join(" - ", words.Select(Capitalized)),
        words => string.Concat(words.Select(Capitalized)),
        words => string.Concat(words.Select((word, i) => i == 0 ? word : Capitalized(word))),
        words => string.Join("2", words)
    );

    /// <summary>The same words in two spellings.</summary>
    public static readonly Gen<(string One, string Other)> Spellings = Gen.Select(
        Words,
        Spelling,
        Spelling,
        (words, one, other) => (one(words), other(words))
    );

    public static readonly Gen<string> Type = Gen.Select(Words, Spelling, (words, spell) => spell(words));

    public static readonly Gen<string> Version = Gen.OneOf(
        ".v1",
        ".v2beta1",
        ".V3",
        ".0.3.0",
        ".0.3.0-draft",
        ".1.2.0-rc.1",
        "-v2",
        "_2",
        "/v1",
        ":1.0"
    );

    private static readonly Gen<string?> Hint = Gen.OneOf(
        Gen.Const((string?)null),
        Gen.OneOf(Known).Select(word => (string?)word),
        EventGens.Text.Where(text => text.Length > 0).Select(text => (string?)text)
    );

    public static readonly Gen<EventHints> Hints = Hint.Array[8]
        .Select(hints => new EventHints
        {
            Phase = hints[0],
            Outcome = hints[1],
            Conclusion = hints[2],
            Result = hints[3],
            Status = hints[4],
            State = hints[5],
            Success = hints[6],
            Run = hints[7],
        });

    private static string Capitalized(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
