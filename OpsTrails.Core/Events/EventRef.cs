namespace OpsTrails.Core.Events;

/// <summary>
/// A short name for an event that people can read out: the first hexadecimal digits of the hash of its id, as git names commits.
/// Events of several sources that share an id share their refs.
/// </summary>
public readonly record struct EventRef
{
    /// <summary>How many digits are given out: among a million events, about one in 4,000 shares them with another.</summary>
    public const int Length = 8;

    public const int ShortestLength = 6;

    /// <summary>All digits of the hash.</summary>
    public const int LongestLength = 32;

    private readonly string? _digits;

    private EventRef(string digits) => _digits = digits;

    /// <summary>In lower case.</summary>
    public string Digits => _digits ?? throw new InvalidOperationException("A ref that was never set.");

    public static EventRef Of(RecordedEvent e) => Of(e.Id);

    public static EventRef Of(string id) => new(EventIdentity.Hash(id)[..Length]);

    /// <summary>Reads <see cref="ShortestLength"/> to <see cref="LongestLength"/> digits in any letter case, with or without <c>#</c> before them.</summary>
    public static bool TryParse(string text, out EventRef parsed)
    {
        var digits = text.StartsWith('#') ? text[1..] : text;
        var isRef = digits.Length is >= ShortestLength and <= LongestLength && digits.All(char.IsAsciiHexDigit);
        parsed = isRef ? new EventRef(digits.ToLowerInvariant()) : default;
        return isRef;
    }

    public override string ToString() => Digits;
}
