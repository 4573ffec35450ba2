namespace OpsTrails.Core.Events;

/// <summary>
/// A short name for an event that people can read out: the first hexadecimal digits of the hash of its id, like git's abbreviated commits.
/// Events of several sources with the same id have the same ref.
/// </summary>
public readonly record struct EventRef
{
    /// <summary>The number of digits shown. Among a million events, about one in 4,000 shares its ref with another.</summary>
    public const int Length = 8;

    public const int MinLength = 6;

    /// <summary>All digits of the hash.</summary>
    public const int MaxLength = 32;

    private readonly string? _digits;

    private EventRef(string digits) => _digits = digits;

    /// <summary>In lower case.</summary>
    public string Digits => _digits ?? throw new InvalidOperationException("The ref was never set.");

    public static EventRef Of(RecordedEvent e) => Of(e.Id);

    public static EventRef Of(string id) => new(EventIdentity.Hash(id)[..Length]);

    /// <summary>
    /// Reads <see cref="MinLength"/> to <see cref="MaxLength"/> digits in any letter case, with or without a leading <c>#</c>.
    /// </summary>
    public static bool TryParse(string text, out EventRef parsed)
    {
        var digits = text.StartsWith('#') ? text[1..] : text;
        var isRef = digits.Length is >= MinLength and <= MaxLength && digits.All(char.IsAsciiHexDigit);
        parsed = isRef ? new EventRef(digits.ToLowerInvariant()) : default;
        return isRef;
    }

    public override string ToString() => Digits;
}
