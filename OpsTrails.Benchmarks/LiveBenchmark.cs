using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OpsTrails.Benchmarks;

/// <summary>
/// Measures the time from the response to a POST until a stream receives the event, on the same instance and on another one with the same
/// store.
/// </summary>
internal static class LiveBenchmark
{
    private const string SetupToken = "a-setup-token-for-benchmarks-of-40-chars";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <param name="events">The number of events, sent one after another.</param>
    /// <param name="storage">A folder or connection string that both instances share. Null for a temporary folder.</param>
    public static async Task<int> RunAsync(int events, string? storage)
    {
        var folder = Directory.CreateTempSubdirectory("opstrails-bench-").FullName;
        try
        {
            storage ??= Path.Combine(folder, "store");
            await using var one = await Server.StartOpsTrailsAsync(storage, SetupToken);
            await using var other = await Server.StartOpsTrailsAsync(storage, SetupToken);
            var key = await CreateKeyAsync(one.Port);
            using var here = ClientOf(one.Port, key);
            using var there = ClientOf(other.Port, key);

            Console.WriteLine("| POST answered to event received | events | p50 ms | p90 ms | p99 ms | max ms |");
            Console.WriteLine("|---|---|---|---|---|---|");
            await MeasureAsync(here, here, 20, "warm-up");
            Report("same instance", await MeasureAsync(here, here, events, "same"));
            await MeasureAsync(here, there, 5, "warm-up-there");
            Report("another instance", await MeasureAsync(here, there, events, "other"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>Milliseconds in ascending order. Negative if the event arrived before the response.</returns>
    private static async Task<double[]> MeasureAsync(HttpClient writer, HttpClient reader, int events, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events/stream");
        using var response = await reader.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync());
        await stream.ReadLineAsync();
        var receiving = ReceiveAsync(stream, events);

        var answered = new long[events];
        var prefix = name + Guid.NewGuid().ToString("N")[..8] + "-";
        for (var i = 0; i < events; i++)
        {
            using var content = new StringContent(
                FormattableString.Invariant(
                    $$"""{"specversion":"1.0","type":"deployment","source":"BE","subject":"STAGING","time":"NOW","id":"{{prefix}}{{i}}"}"""
                ),
                Encoding.UTF8,
                "application/json"
            );
            using var answer = await writer.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
            answered[i] = Stopwatch.GetTimestamp();
            answer.EnsureSuccessStatusCode();

            // Vary the delay, so that it doesn't align with the polling interval of the other instance.
            await Task.Delay(Between + TimeSpan.FromMilliseconds(i % 37), TimeProvider.System);
        }
        var received = await receiving;
        return [.. answered.Select((at, i) => Stopwatch.GetElapsedTime(at, received[i]).TotalMilliseconds).Order()];
    }

    private static async Task<long[]> ReceiveAsync(StreamReader stream, int events)
    {
        var received = new long[events];
        var count = 0;
        while (count < events)
        {
            var line = await stream.ReadLineAsync() ?? throw new InvalidOperationException("The stream ended.");
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            var at = Stopwatch.GetTimestamp();
            using var json = JsonDocument.Parse(line[6..]);
            var id = json.RootElement.GetProperty("id").GetString()!;
            received[int.Parse(id[(id.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture)] = at;
            count++;
        }
        return received;
    }

    private static void Report(string what, double[] ms)
    {
        Console.WriteLine(
            FormattableString.Invariant($"| {what} | {ms.Length} | {At(0.5):F1} | {At(0.9):F1} | {At(0.99):F1} | {ms[^1]:F1} |")
        );

        double At(double share) => ms[(int)(ms.Length * share)];
    }

    private static HttpClient ClientOf(int port, string bearer)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    private static async Task<string> CreateKeyAsync(int port)
    {
        using var client = ClientOf(port, SetupToken);
        using var response = await client.PostAsJsonAsync(
            new Uri("/api/v1/keys", UriKind.Relative),
            new { name = "bench", scope = "READ_WRITE" }
        );
        response.EnsureSuccessStatusCode();
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        return json.GetProperty("data").GetProperty("key").GetString()!;
    }
}
