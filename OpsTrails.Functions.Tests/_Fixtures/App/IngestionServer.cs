using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Takes what is sent to Application Insights: lines of JSON, an item each.</summary>
internal sealed class IngestionServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Line)> _received = new();
    private readonly WebApplication _app;

    private IngestionServer(WebApplication app) => _app = app;

    /// <summary>The setting that leads a program here, and to nobody else.</summary>
    public string Setting =>
        "APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint="
        + _app.Urls.First()
        + "/";

    public string Everything => string.Join('\n', _received.Select(item => item.Line));

    public IReadOnlyList<string> Paths => [.. _received.Select(item => item.Path).Distinct()];

    /// <summary>Metrics, and in what was logged the message.</summary>
    public IReadOnlyList<TelemetryRow> Rows =>
        [.. _received.Where(item => item.Line.Length > 0).Select(item => TelemetryRow.Parse(item.Line))];

    public static async Task<IngestionServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new IngestionServer(app);
        app.Run(server.TakeAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        await using var body =
            context.Request.Headers.ContentEncoding == "gzip"
                ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
                : context.Request.Body;
        using var reader = new StreamReader(body);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
            _received.Enqueue((context.Request.Path.Value!, line));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"itemsReceived":{{lines.Length}},"itemsAccepted":{{lines.Length}},"errors":[]}""");
    }
}

/// <param name="Name">Of the metric; of what was logged the message, or that of its exception.</param>
/// <param name="Value">Of the metric.</param>
/// <param name="Properties">Its dimensions.</param>
/// <param name="Bytes">How long it is as it was sent, uncompressed.</param>
internal sealed record TelemetryRow(string Name, double Value, IReadOnlyDictionary<string, string> Properties, int Bytes)
{
    public static TelemetryRow Parse(string line)
    {
        var data = JsonElement.Parse(line).GetProperty("data").GetProperty("baseData");
        var properties = data.TryGetProperty("properties", out var given)
            ? given.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!)
            : [];
        if (data.TryGetProperty("exceptions", out var exceptions))
            return new TelemetryRow(exceptions[0].GetProperty("message").GetString()!, 0, properties, line.Length);
        if (!data.TryGetProperty("metrics", out var metrics))
            return new TelemetryRow(data.GetProperty("message").GetString()!, 0, properties, line.Length);
        var metric = metrics[0];
        return new TelemetryRow(metric.GetProperty("name").GetString()!, metric.GetProperty("value").GetDouble(), properties, line.Length);
    }
}
