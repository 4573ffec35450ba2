namespace OpsTrails.Core.EventGrid;

/// <summary>Events that go to the topic in one request: a JSON array of them.</summary>
public static class TopicBatch
{
    public const int MostEvents = 1_000;

    /// <summary>Event Grid takes 1 MB, which it does not say whether it counts in tens or in twos.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>Splits events, in their order, into as few requests as the limits allow; an event that is too long for any goes alone.</summary>
    public static IEnumerable<IReadOnlyList<T>> Split<T>(IEnumerable<T> events, Func<T, int> bytesOf)
    {
        var batch = new List<T>();
        var bytes = Brackets;
        foreach (var e in events)
        {
            var more = bytesOf(e) + Comma;
            if (batch.Count > 0 && (batch.Count == MostEvents || bytes + more > MostBytes))
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

    /// <summary>The request's body.</summary>
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
