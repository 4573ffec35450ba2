using System.Text;

namespace OpsTrails.Storage.Embedded;

/// <summary>Caches the names of properties. There are few, and all rows of a page share them.</summary>
internal sealed class PropertyNames
{
    // With more names than this, reading still works but allocates more.
    private const int MaxCount = 256;
    private const int MaxLength = 64;

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _known = new Dictionary<string, string>(
        StringComparer.Ordinal
    ).GetAlternateLookup<ReadOnlySpan<char>>();

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
            return Encoding.UTF8.GetString(utf8);

        Span<char> buffer = stackalloc char[MaxLength];
        var name = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        if (_known.TryGetValue(name, out var known))
            return known;
        var made = name.ToString();
        if (_known.Dictionary.Count < MaxCount)
            _known.Dictionary.Add(made, made);
        return made;
    }
}
