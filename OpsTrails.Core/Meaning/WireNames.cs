namespace OpsTrails.Core.Meaning;

/// <summary>The names of an enumeration's values on the wire: <c>ConfigChange</c> is <c>configChange</c>.</summary>
internal sealed class WireNames<T>
    where T : struct, Enum
{
    private readonly Dictionary<T, string> _names = Enum.GetValues<T>().ToDictionary(value => value, value => NameOf(value.ToString()));

    private readonly Dictionary<string, T> _values;

    public WireNames()
    {
        _values = _names.ToDictionary(name => name.Value, name => name.Key, StringComparer.OrdinalIgnoreCase);
        All = [.. _names.Values];
    }

    public IReadOnlyList<string> All { get; }

    public string Of(T value) => _names[value];

    /// <summary>Ignores case, spaces, hyphens and underscores.</summary>
    public bool TryParse(string? text, out T value)
    {
        value = default;
        return text is not null
            && (_values.TryGetValue(text, out value) || _values.TryGetValue(string.Concat(text.Split(' ', '-', '_')), out value));
    }

    private static string NameOf(string value) => char.ToLowerInvariant(value[0]) + value[1..];
}
