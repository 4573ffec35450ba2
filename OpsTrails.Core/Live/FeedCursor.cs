using System.Globalization;
using OpsTrails.Core.Events;

namespace OpsTrails.Core.Live;

/// <summary>A position in the order of recording: the sequence number of the last event seen. Opaque to clients.</summary>
public readonly record struct FeedCursor(FeedSequence Sequence)
{
    private const char Mark = 'f';

    public override string ToString() => $"{Mark}{Sequence}";

    /// <summary>Reads only the exact output of <see cref="ToString"/>.</summary>
    public static bool TryParse(string text, out FeedCursor cursor)
    {
        cursor = default;
        if (
            text.Length < 2
            || text[0] != Mark
            || !long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
            return false;
        cursor = new FeedCursor(new FeedSequence(number));
        return cursor.ToString() == text;
    }
}
