namespace OpsTrails.Core.Timeline;

/// <summary>A value with <c>*</c> for any text, even none. Ignores letter case. Never matches an absent member.</summary>
public sealed class ValuePattern
{
    private const char Any = '*';

    private readonly string _start;
    private readonly string _end;
    private readonly IReadOnlyList<string> _between;

    /// <param name="text">A text with at least one asterisk.</param>
    public ValuePattern(string text)
    {
        var parts = text.Split(Any);
        Text = text;
        (_start, _end) = (parts[0], parts[^1]);
        _between = [.. parts[1..^1].Where(part => part.Length > 0)];
    }

    public string Text { get; }

    public static bool IsPattern(string text) => text.Contains(Any, StringComparison.Ordinal);

    public bool Matches(string value)
    {
        if (
            value.Length < _start.Length + _end.Length
            || !value.StartsWith(_start, StringComparison.OrdinalIgnoreCase)
            || !value.EndsWith(_end, StringComparison.OrdinalIgnoreCase)
        )
            return false;

        // The first place for each part is enough: a later one leaves less room for those that follow.
        var rest = value.AsSpan(_start.Length, value.Length - _start.Length - _end.Length);
        foreach (var part in _between)
        {
            var at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            rest = rest[(at + part.Length)..];
        }
        return true;
    }

    public override string ToString() => Text;
}
