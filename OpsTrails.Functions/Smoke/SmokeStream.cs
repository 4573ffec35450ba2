using System.Globalization;
using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

/// <summary>A stream of events as a client meets it (WHATWG HTML, section 9.2).</summary>
internal sealed class SmokeStream : IDisposable
{
    private readonly SmokeRun _run;
    private readonly HttpResponseMessage? _response;
    private readonly StreamReader? _lines;

    private SmokeStream(SmokeRun run, HttpResponseMessage? response, StreamReader? lines, string? problem) =>
        (_run, _response, _lines, Problem) = (run, response, lines, problem);

    /// <summary>Why there is no stream; null when it has begun.</summary>
    public string? Problem { get; }

    public static async Task<SmokeStream> OpenAsync(SmokeRun run, string path, string? lastEventId, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(run.Patience.FirstByte, run.Clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        HttpResponseMessage? response = null;
        try
        {
            using var request = run.Request(HttpMethod.Get, path, run.Writer!.Secret);
            if (lastEventId is not null)
                request.Headers.Add("Last-Event-ID", lastEventId);
            response = await run.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                return new SmokeStream(
                    run,
                    response,
                    null,
                    $"It was answered with {(int)response.StatusCode} and {response.Content.Headers.ContentType?.MediaType}."
                );
            var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
            await lines.ReadLineAsync(patience.Token);
            return new SmokeStream(run, response, lines, null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new SmokeStream(
                run,
                response,
                null,
                string.Create(CultureInfo.InvariantCulture, $"Nothing came within {run.Patience.FirstByte.TotalSeconds:0} s.")
            );
        }
    }

    /// <returns>The id of the next event and the place behind it; nothing when none comes in time, or the stream ends.</returns>
    public async Task<(string? Id, string? At)> NextEventAsync(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(_run.Patience.Event, _run.Clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        string? at = null;
        try
        {
            while (await _lines!.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    at = line["id: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return (EventChecks.IdOf(JsonElement.Parse(line["data: ".Length..])), at);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // None came.
        }
        return (null, null);
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _response?.Dispose();
    }
}
