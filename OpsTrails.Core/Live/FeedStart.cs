namespace OpsTrails.Core.Live;

/// <summary>Where a reader of the feed starts.</summary>
public readonly record struct FeedStart
{
    /// <summary>After the newest event.</summary>
    public static readonly FeedStart Now = new() { Kind = FeedStartKind.Now };

    /// <summary>At the oldest event in the feed.</summary>
    public static readonly FeedStart Oldest = new() { Kind = FeedStartKind.Oldest };

    public FeedStartKind Kind { get; private init; }

    /// <summary>Set if <see cref="Kind"/> is <see cref="FeedStartKind.Cursor"/>.</summary>
    public FeedCursor Cursor { get; private init; }

    public static FeedStart After(FeedCursor cursor) => new() { Kind = FeedStartKind.Cursor, Cursor = cursor };

    public static bool TryParse(string text, out FeedStart start)
    {
        FeedStart? found = text switch
        {
            "now" => Now,
            "begin" => Oldest,
            _ when FeedCursor.TryParse(text, out var cursor) => After(cursor),
            _ => null,
        };
        start = found ?? Now;
        return found is not null;
    }
}

public enum FeedStartKind
{
    Now,
    Oldest,
    Cursor,
}
