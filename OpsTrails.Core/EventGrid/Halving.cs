namespace OpsTrails.Core.EventGrid;

/// <summary>Sends a batch, and one that is refused by halves, until what is refused stands alone.</summary>
public static class Halving
{
    /// <param name="batch">One event or more.</param>
    /// <param name="send">One request.</param>
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

/// <summary>What became of the events of a batch.</summary>
/// <param name="Delivered">The topic has them.</param>
/// <param name="Refused">Each was refused on its own.</param>
/// <param name="Left">They are to be sent later.</param>
public sealed record Halved<T>(IReadOnlyList<T> Delivered, IReadOnlyList<(T Event, TopicAnswer Answer)> Refused, IReadOnlyList<T> Left);
