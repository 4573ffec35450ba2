using System.Globalization;
using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

/// <summary>A client of the event stream (WHATWG HTML, section 9.2).</summary>
internal sealed class SmokeStream : IDisposable
{
    private readonly SmokeRun _run;
    private readonly HttpResponseMessage? _response;
    private readonly StreamReader? _lines;

    private SmokeStream(SmokeRun run, HttpResponseMessage? response, StreamReader? lines, string? problem) =>
        (_run, _response, _lines, Problem) = (run, response, lines, problem);

    /// <summary>Why the stream did not start; null if it did.</summary>
    public string? Problem { get; }

    public static async Task<SmokeStream> OpenAsync(SmokeRun run, string path, string? lastEventId, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(run.Timeouts.FirstByte, run.Clock);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        HttpResponseMessage? response = null;
        try
        {
            using var request = run.Request(HttpMethod.Get, path, run.Writer!.Secret);
            if (lastEventId is not null)
                request.Headers.Add("Last-Event-ID", lastEventId);
            response = await run.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                return new SmokeStream(
                    run,
                    response,
                    null,
                    $"The answer is {(int)response.StatusCode} with type {response.Content.Headers.ContentType?.MediaType}."
                );
            var lines = new StreamReader(await response.Content.ReadAsStreamAsync(timeout.Token));
            await lines.ReadLineAsync(timeout.Token);
            return new SmokeStream(run, response, lines, null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new SmokeStream(
                run,
                response,
                null,
                string.Create(CultureInfo.InvariantCulture, $"The stream did not start within {run.Timeouts.FirstByte.TotalSeconds:0} s.")
            );
        }
    }

    /// <returns>The next event's id and cursor; nulls if none arrives in time or the stream ends.</returns>
    public async Task<(string? Id, string? At)> NextEventAsync(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(_run.Timeouts.Event, _run.Clock);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        string? at = null;
        try
        {
            while (await _lines!.ReadLineAsync(timeout.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    at = line["id: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return (EventChecks.IdOf(JsonElement.Parse(line["data: ".Length..])), at);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Timeout.
        }
        return (null, null);
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _response?.Dispose();
    }
}
