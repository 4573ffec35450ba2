using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpsTrails.Benchmarks;

/// <summary>One start of a program, measured up to its first response.</summary>
internal sealed record StartedProgram(double Milliseconds, double ProcessorMilliseconds, double ResidentMebibytes)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <param name="command">The program and its arguments. The address is added.</param>
    public static async Task<StartedProgram> RunAsync(IReadOnlyList<string> command)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();

        using var client = new HttpClient();
        var began = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(command[0], [.. command.Skip(1), "--urls=" + url])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        try
        {
            while (!await AnswersAsync(client, url))
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"{command[0]} ended before it answered.");
                await Task.Delay(Pause, TimeProvider.System);
            }
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            process.Refresh();
            return new StartedProgram(
                elapsed.TotalMilliseconds,
                process.TotalProcessorTime.TotalMilliseconds,
                process.WorkingSet64 / 1024.0 / 1024.0
            );
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string url)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(url + "/"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
