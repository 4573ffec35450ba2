namespace OpsTrails.Functions.Tests.Infra.Cost;

/// <summary>
/// How Flex Consumption meters one instance: overlapping requests once, an active interval for at least a second and then in steps of
/// 100 ms, and no moment twice. Each group of functions has instances, and so meters, of its own.
/// </summary>
internal static class InstanceMeter
{
    private const int Least = 1_000;
    private const int Step = 100;

    /// <param name="requests">Begin and end of each, in milliseconds.</param>
    /// <returns>Seconds that are billed.</returns>
    public static double Seconds(params IEnumerable<(long Begin, long End)> requests)
    {
        var (billed, until) = (0L, long.MinValue);
        foreach (var (begin, end) in ActiveIntervals(requests))
        {
            var from = Math.Max(begin, until);
            if (end <= until)
                continue;
            var duration = Math.Max(Least, (end - from + Step - 1) / Step * Step);
            (billed, until) = (billed + duration, from + duration);
        }
        return billed / 1_000.0;
    }

    private static IEnumerable<(long Begin, long End)> ActiveIntervals(IEnumerable<(long Begin, long End)> requests)
    {
        (long Begin, long End)? open = null;
        foreach (var request in requests.OrderBy(request => request.Begin))
        {
            if (open is { } current && request.Begin <= current.End)
            {
                open = (current.Begin, Math.Max(current.End, request.End));
                continue;
            }
            if (open is { } closed)
                yield return closed;
            open = request;
        }
        if (open is { } last)
            yield return last;
    }
}
