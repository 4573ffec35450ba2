using System.Diagnostics;
using System.Globalization;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>
/// What the hop through a host costs: the package on its own and under the tests' host, over the same store, taking turns. Prints figures
/// and judges nothing. Runs only with <c>OPSTRAILS_MEASURE=1</c>.
/// </summary>
[Layer(Layer.Process)]
public sealed class HostFiguresTests(PublishedPackage package)
{
    private const int Rounds = 7;
    private const int Requests = 300;

    [Fact]
    public async Task The_package_on_its_own_and_under_a_host()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("OPSTRAILS_MEASURE") == "1", "Set OPSTRAILS_MEASURE=1 to measure.");
        var folder = await package.PublishedAsync();
        await using var azurite = await AzuriteServer.StartAsync();
        var (starts, memory, requests) = (
            new List<(double Alone, double Hosted)>(),
            new List<(double Alone, double Hosted)>(),
            new List<(double Alone, double Hosted)>()
        );
        for (var round = 0; round <= Rounds; round++)
        {
            var alone = await AloneAsync(folder, azurite.ConnectionString);
            var hosted = await HostedAsync(folder, azurite.ConnectionString);
            if (round == 0)
                continue;
            starts.Add((alone.Start, hosted.Start));
            memory.Add((alone.Memory, hosted.Memory));
            requests.Add((alone.Request, hosted.Request));
        }

        Print("start to first answer, ms", starts);
        Print("resident memory of the program, MiB", memory);
        Print("GET /health, ms", requests);
    }

    private static async Task<(double Start, double Memory, double Request)> AloneAsync(string folder, string storage)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}");
        var began = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(folder, "OpsTrails.Functions.dll"),
                    "--environment=Production",
                    "--urls=" + url,
                    "--OpsTrails:Storage=" + storage,
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            await AnswersAsync(client);
            var start = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
            return (start, MemoryOf(process.Id), await RequestAsync(client));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<(double Start, double Memory, double Request)> HostedAsync(string folder, string storage)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var host = await TestFunctionsHost.StartAsync(folder, storage);
        await AnswersAsync(host.Client);
        var start = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        return (start, MemoryOf(host.Worker.ProcessId), await RequestAsync(host.Client));
    }

    private static async Task AnswersAsync(HttpClient client)
    {
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>The median of requests one after another, whose answer is cached.</summary>
    private static async Task<double> RequestAsync(HttpClient client)
    {
        var times = new List<double>();
        for (var request = 0; request < Requests; request++)
        {
            var began = TimeProvider.System.GetTimestamp();
            using var response = await client.GetAsync(new Uri("/health", UriKind.Relative));
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }
        return Median(times);
    }

    private static double MemoryOf(int process)
    {
        using var found = Process.GetProcessById(process);
        return found.WorkingSet64 / 1024.0 / 1024.0;
    }

    private static void Print(string what, List<(double Alone, double Hosted)> rounds) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: alone {Median(rounds.Select(round => round.Alone)):F2}, under the host "
                    + $"{Median(rounds.Select(round => round.Hosted)):F2}, ratio "
                    + $"{Median(rounds.Select(round => round.Hosted / round.Alone)):F2}"
            )
        );

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
