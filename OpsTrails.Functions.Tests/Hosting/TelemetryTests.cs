using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_a_configured_collector_without_keys_or_event_text()
    {
        await using var collector = await Collector.StartAsync();
        var app = await TestApp.StartAsync(
            settings:
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.Url,
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "OTEL_EXPORTER_OTLP_TIMEOUT=60000",
            ]
        );
        var key = await app.CreateKeyAsync();
        using (var client = app.ClientWith(key))
        {
            using var posted = await client.PostEventAsync(
                """{"specversion":"1.0","type":"secretive","source":"BE","time":"NOW","id":"e-1"}"""
            );
            using var read = await client.GetAsync(
                new Uri("/api/v1/events/" + key, UriKind.Relative),
                TestContext.Current.CancellationToken
            );
        }

        await app.DisposeAsync();

        // The end of the program waits for the last export, but not for long.
        await collector.WhenReceivedAsync("/v1/metrics", "opstrails.events");
        await collector.WhenReceivedAsync("/v1/metrics", "opstrails.storage.requests");
        await collector.WhenReceivedAsync("/v1/traces", "/api/v1/events/{id}");
        Assert.DoesNotContain(key, collector.Received("/v1/traces") + collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", collector.Received("/v1/traces") + collector.Received("/v1/metrics"), StringComparison.Ordinal);
    }

    /// <summary>Takes what is exported over OTLP; strings in it can be found as they are.</summary>
    private sealed class Collector(WebApplication app, ConcurrentQueue<(string Path, byte[] Body)> received) : IAsyncDisposable
    {
        public string Url => app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var received = new ConcurrentQueue<(string, byte[])>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                received.Enqueue((context.Request.Path.Value!, body.ToArray()));
            });
            await app.StartAsync();
            return new Collector(app, received);
        }

        public Task WhenReceivedAsync(string path, string text) =>
            Eventually.TrueAsync(() => Received(path).Contains(text, StringComparison.Ordinal));

        public string Received(string path) =>
            string.Concat(received.Where(request => request.Path == path).Select(request => Encoding.UTF8.GetString(request.Body)));

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
