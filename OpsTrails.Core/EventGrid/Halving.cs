namespace OpsTrails.Core.EventGrid;

/// <summary>Sends a batch. Splits a rejected batch in halves until the rejected events are alone.</summary>
public static class Halving
{
    /// <param name="batch">At least one event.</param>
    /// <param name="send">Sends one request.</param>
    public static async Task<Halved<T>> SendAsync<T>(IReadOnlyList<T> batch, Func<IReadOnlyList<T>, Task<TopicAnswer>> send)
    {
        var (delivered, refused) = (new List<T>(), new List<(T, TopicAnswer)>());
        var open = new Stack<IReadOnlyList<T>>([batch]);
        while (open.TryPop(out var part))
        {
            var answer = await send(part);
            switch (answer.Verdict)
            {
                case TopicVerdict.Delivered:
                    delivered.AddRange(part);
                    break;
                case TopicVerdict.Refused when part.Count == 1:
                    refused.Add((part[0], answer));
                    break;
                case TopicVerdict.Refused:
                    var half = part.Count / 2;
                    open.Push([.. part.Skip(half)]);
                    open.Push([.. part.Take(half)]);
                    break;
                default:
                    return new Halved<T>(delivered, refused, [.. part, .. open.SelectMany(rest => rest)]);
            }
        }
        return new Halved<T>(delivered, refused, []);
    }
}

/// <summary>The outcome of a batch.</summary>
/// <param name="Delivered">Events that the topic accepted.</param>
/// <param name="Refused">Events that the topic rejected individually.</param>
/// <param name="Left">Events to send later.</param>
public sealed record Halved<T>(IReadOnlyList<T> Delivered, IReadOnlyList<(T Event, TopicAnswer Answer)> Refused, IReadOnlyList<T> Left);
