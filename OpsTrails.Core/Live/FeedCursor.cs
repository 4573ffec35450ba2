using System.Globalization;

namespace OpsTrails.Core.Live;

/// <summary>A place in the order recorded: the sequence number of the last event seen. To clients it is an opaque text.</summary>
public readonly record struct FeedCursor(long Sequence)
{
    private const char Mark = 'f';

    public override string ToString() => Mark + Sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> wrote, and no other spelling of it.</summary>
    public static bool TryParse(string text, out FeedCursor cursor)
    {
        cursor = default;
        if (
            text.Length < 2
            || text[0] != Mark
            || !long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        )
            return false;
        cursor = new FeedCursor(sequence);
        return cursor.ToString() == text;
    }
}
