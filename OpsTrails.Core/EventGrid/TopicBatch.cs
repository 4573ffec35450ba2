namespace OpsTrails.Core.EventGrid;

/// <summary>The JSON array of events that one request sends to the topic.</summary>
public static class TopicBatch
{
    public const int MaxEvents = 1_000;

    /// <summary>Event Grid accepts 1 MB but doesn't document whether that is decimal or binary. This is the smaller one.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Splits events, in order, into as few requests as the limits allow. An event over the limit goes alone.</summary>
    public static IEnumerable<IReadOnlyList<T>> Split<T>(IEnumerable<T> events, Func<T, int> bytesOf)
    {
        var batch = new List<T>();
        var bytes = Brackets;
        foreach (var e in events)
        {
            var more = bytesOf(e) + Comma;
            if (batch.Count > 0 && (batch.Count == MaxEvents || bytes + more > MaxBytes))
            {
                yield return batch;
                (batch, bytes) = ([], Brackets);
            }
            batch.Add(e);
            bytes += more;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>The body of the request.</summary>
    public static byte[] Join(IReadOnlyList<byte[]> events)
    {
        var body = new byte[Brackets + events.Sum(e => e.Length) + Math.Max(0, events.Count - 1)];
        var at = 0;
        body[at++] = (byte)'[';
        for (var i = 0; i < events.Count; i++)
        {
            if (i > 0)
                body[at++] = (byte)',';
            events[i].CopyTo(body, at);
            at += events[i].Length;
        }
        body[at] = (byte)']';
        return body;
    }

    private const int Brackets = 2;
    private const int Comma = 1;
}
