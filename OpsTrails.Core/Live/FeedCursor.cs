using System.Globalization;

namespace OpsTrails.Core.Live;

/// <summary>A place in the order recorded: the sequence number of the last event seen. To clients it is an opaque text.</summary>
public readonly record struct FeedCursor(long Sequence)
{
    private const char Mark = 'f';

    public override string ToString() => Mark + Sequence.ToString(CultureInfo.InvariantCulture);
}
