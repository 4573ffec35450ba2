namespace OpsTrails.Core.Meaning;

/// <summary>Splits a text into words in lower case: at everything but letters, and at capitals as in <c>CIPipelineFailed</c>.</summary>
internal static class Tokens
{
    public static IReadOnlyList<string> Of(ReadOnlySpan<char> text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetter(text[i]) && !StartsWord(text, start, i))
                continue;
            if (i > start)
                tokens.Add(text[start..i].ToString().ToLowerInvariant());
            start = i < text.Length && char.IsLetter(text[i]) ? i : i + 1;
        }
        return tokens;
    }

    /// <summary>Whether a letter begins a new word inside a run of letters that began at <paramref name="start"/>.</summary>
    private static bool StartsWord(ReadOnlySpan<char> text, int start, int i) =>
        i > start
        && char.IsUpper(text[i])
        && (!char.IsUpper(text[i - 1]) || i + 1 < text.Length && char.IsLetter(text[i + 1]) && !char.IsUpper(text[i + 1]));
}
