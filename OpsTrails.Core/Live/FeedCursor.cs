using System.Globalization;

namespace OpsTrails.Core.Live;

/// <summary>A place in the order recorded: the sequence number of the last event seen. To clients it is an opaque text.</summary>
public readonly record struct FeedCursor(long Sequence)
{
    private const char Mark = 'f';

    public override string ToString() => Mark + Sequence.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out FeedCursor cursor)
    {
        var valid = long.TryParse(text.AsSpan(text.Length > 0 && text[0] == Mark ? 1 : text.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence);
        cursor = new FeedCursor(sequence);
        return valid;
    }
}
