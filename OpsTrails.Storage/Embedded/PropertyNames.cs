using System.Text;

namespace OpsTrails.Storage.Embedded;

/// <summary>The names of properties as they were read before: there are few, and every row of a page has the same.</summary>
internal sealed class PropertyNames
{
    // A store whose rows have more names than this works as well, only with more garbage.
    private const int Most = 256;
    private const int LongestKept = 64;

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _known = new Dictionary<string, string>(
        StringComparer.Ordinal
    ).GetAlternateLookup<ReadOnlySpan<char>>();

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
            return Encoding.UTF8.GetString(utf8);

        Span<char> buffer = stackalloc char[LongestKept];
        var name = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        if (_known.TryGetValue(name, out var known))
            return known;
        var made = name.ToString();
        if (_known.Dictionary.Count < Most)
            _known.Dictionary.Add(made, made);
        return made;
    }
}
