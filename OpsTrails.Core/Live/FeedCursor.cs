using System.Globalization;

namespace OpsTrails.Core.Live;

/// <summary>A position in the order of recording: the sequence number of the last event seen. Opaque to clients.</summary>
public readonly record struct FeedCursor(long Sequence)
{
    private const char Mark = 'f';

    public override string ToString() => Mark + Sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads only the exact output of <see cref="ToString"/>.</summary>
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
