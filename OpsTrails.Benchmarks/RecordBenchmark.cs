using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsTrails.Benchmarks;

/// <summary>Measures the rate of durable recording over HTTP, next to its lower bound in the same run.</summary>
internal static class RecordBenchmark
{
    private const string SetupToken = "a-setup-token-for-benchmarks-of-40-chars";
    private const int BatchSize = 100;
    private const int RowsPerEvent = 5;

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("opstrails-bench-").FullName;
        try
        {
            await using var empty = await Server.StartEmptyAsync();
            await using var opsTrails = await Server.StartOpsTrailsAsync(Path.Combine(folder, "store"), SetupToken);
            var key = await CreateKeyAsync(opsTrails.Port);
            byte[] Single(long n) => RawConnection.Post(key, Event(n));
            byte[] Batch(long n) =>
                RawConnection.Post(key, "[" + string.Join(',', Enumerable.Range(0, BatchSize).Select(i => Event(n * BatchSize + i))) + "]");

            Console.WriteLine("| single events | req/s | p50 ms | p99 ms | CPU µs | against empty | against 1 connection |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            await Load.RunAsync(empty, 8, duration, Single);
            await Load.RunAsync(opsTrails, 8, duration, n => Single(n + 1_000_000_000));
            double one = 0;
            var first = 2_000_000_000L;
            foreach (var connections in (int[])[1, 8, 32, 64])
            {
                var floor = await Load.RunAsync(empty, connections, duration, Single);
                var from = first;
                var load = await Load.RunAsync(opsTrails, connections, duration, n => Single(from + n));
                first += 1_000_000_000;
                one = connections == 1 ? load.PerSecond : one;
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| empty endpoint, {connections} | {floor.PerSecond:N0} | {floor.MedianMs:F2} | {floor.P99Ms:F2} "
                            + $"| {floor.ProcessorMicroseconds:F0} | 1 | |"
                    )
                );
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| record, {connections} | {load.PerSecond:N0} | {load.MedianMs:F2} | {load.P99Ms:F2} "
                            + $"| {load.ProcessorMicroseconds:F0} | {load.PerSecond / floor.PerSecond:P1} | {load.PerSecond / one:F1}x |"
                    )
                );
            }

            Console.WriteLine();
            Console.WriteLine("| rows, raw insert loop | rows/s |");
            Console.WriteLine("|---|---|");
            var rawOne = RawInserts.Run(folder, 1, duration);
            var rawBatch = RawInserts.Run(folder, BatchSize, duration);
            Console.WriteLine(FormattableString.Invariant($"| 1 a commit | {rawOne:N0} |"));
            Console.WriteLine(FormattableString.Invariant($"| {BatchSize} a commit | {rawBatch:N0} |"));

            Console.WriteLine();
            Console.WriteLine(
                $"| batches of {BatchSize} over HTTP | events/s | rows/s (claim, outbox, truth, timeline, feed) | against raw |"
            );
            Console.WriteLine("|---|---|---|---|");
            foreach (var connections in (int[])[1, 4])
            {
                var from = first / BatchSize;
                var load = await Load.RunAsync(opsTrails, connections, duration, n => Batch(from + n));
                first += 1_000_000_000;
                var rows = load.PerSecond * BatchSize * RowsPerEvent;
                Console.WriteLine(
                    FormattableString.Invariant(
                        $"| {connections} connections | {load.PerSecond * BatchSize:N0} | {rows:N0} | {rows / rawBatch:P0} |"
                    )
                );
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Event(long n) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"specversion\":\"1.0\",\"type\":\"deployment\",\"source\":\"system-{n % 7}\",\"subject\":\"STAGE-{n % 3}\","
                + $"\"time\":\"NOW\",\"version\":\"1.4.{n}\",\"id\":\"event-{n}\",\"severity\":\"MINOR\","
                + $"\"data\":{{\"description\":\"Deploy by pipeline\",\"commit\":\"0123456789abcdef\",\"run\":{n}}}}}"
        );

    private static async Task<string> CreateKeyAsync(int port)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SetupToken);
        using var response = await client.PostAsJsonAsync(
            new Uri("/api/v1/keys", UriKind.Relative),
            new { name = "bench", scope = "READ_WRITE" }
        );
        response.EnsureSuccessStatusCode();
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        return json.GetProperty("data").GetProperty("key").GetString()!;
    }
}
