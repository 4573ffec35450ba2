using System.Diagnostics;

namespace OpsTrails.Benchmarks;

/// <summary>Sends requests over several connections for a fixed time.</summary>
internal static class Load
{
    /// <param name="server">The server to call.</param>
    /// <param name="connections">The number of connections, each with one request at a time.</param>
    /// <param name="duration">How long to send requests.</param>
    /// <param name="request">Creates the request with this number.</param>
    public static async Task<LoadResult> RunAsync(Server server, int connections, TimeSpan duration, Func<long, byte[]> request)
    {
        var number = 0L;
        var processorBefore = server.ProcessorTime;
        var watch = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        using var connection = new RawConnection();
                        await connection.ConnectAsync(server.Port);
                        var taken = new List<double>();
                        while (watch.Elapsed < duration)
                        {
                            var bytes = request(Interlocked.Increment(ref number));
                            var start = Stopwatch.GetTimestamp();
                            var status = await connection.SendAsync(bytes);
                            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                            if (status is < 200 or > 299)
                                throw new InvalidOperationException($"The server answered {status}.");
                        }
                        return taken;
                    })
                )
        );
        var elapsed = watch.Elapsed;
        var all = latencies.SelectMany(taken => taken).Order().ToArray();
        return new LoadResult(
            all.Length / elapsed.TotalSeconds,
            all[all.Length / 2],
            all[(int)(all.Length * 0.99)],
            (server.ProcessorTime - processorBefore).TotalMicroseconds / all.Length
        );
    }
}

internal sealed record LoadResult(double PerSecond, double MedianMs, double P99Ms, double ProcessorMicroseconds);
