using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpsTrails.Core.EventGrid;

namespace OpsTrails.Functions.Platform;

/// <summary>Metrics and traces. Names follow OpenTelemetry's conventions. No label contains a key or text of an event.</summary>
internal sealed class Telemetry : IDisposable
{
    public const string Name = "OpsTrails";

    private readonly Meter _meter;
    private readonly Counter<long> _events;
    private readonly Counter<long> _published;
    private readonly Counter<long> _publishRequests;
    private readonly Counter<long> _mcpCalls;

    public Telemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _events = _meter.CreateCounter<long>("opstrails.events", "{event}", "Events received, by outcome");
        _mcpCalls = _meter.CreateCounter<long>("opstrails.mcp.calls", "{call}", "Tool calls of assistants, by tool and outcome");
        StorageRequests = _meter.CreateCounter<long>("opstrails.storage.requests", "{request}", "Storage requests, by table and operation");
        _published = _meter.CreateCounter<long>("opstrails.publish.events", "{event}", "Events sent to the topic, by outcome");
        _publishRequests = _meter.CreateCounter<long>("opstrails.publish.requests", "{request}", "Requests to the topic, by outcome");
        Swept = _meter.CreateCounter<long>("opstrails.sweep.events", "{event}", "Unfinished events that the sweep finished");
        RetentionDeleted = _meter.CreateCounter<long>("opstrails.retention.events", "{event}", "Events that retention deleted");
        LiveReaders = _meter.CreateUpDownCounter<long>("opstrails.live.readers", "{reader}", "Open streams and long polls");
        LiveDropped = _meter.CreateCounter<long>("opstrails.live.dropped", "{reader}", "Streams dropped because their client did not read");
    }

    public ActivitySource Activities { get; } = new(Name);

    public Counter<long> StorageRequests { get; }

    public Counter<long> Swept { get; }

    public Counter<long> RetentionDeleted { get; }

    public UpDownCounter<long> LiveReaders { get; }

    public Counter<long> LiveDropped { get; }

    /// <param name="outcome">recorded, repeated, conflict or unavailable.</param>
    public void EventReceived(string outcome) => _events.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a request to the topic. Events of a rejected request count when they are sent again, or as poison.</summary>
    public void Published(TopicVerdict verdict, int events)
    {
        var outcome = new KeyValuePair<string, object?>(
            "outcome",
            verdict switch
            {
                TopicVerdict.Delivered => "delivered",
                TopicVerdict.Later => "later",
                _ => "refused",
            }
        );
        _publishRequests.Add(1, outcome);
        if (verdict != TopicVerdict.Refused)
            _published.Add(events, outcome);
    }

    public void Poisoned() => _published.Add(1, new KeyValuePair<string, object?>("outcome", "poison"));

    /// <param name="backlog">What the last sweep left over all organizations. Null while this instance has nothing to report.</param>
    public void ObserveSweep(Func<(long Record, long Publish, double LagSeconds)?> backlog)
    {
        _meter.CreateObservableGauge<long>(
            "opstrails.sweep.backlog",
            () =>
                backlog() is not { } left
                    ? []
                    :
                    [
                        new(left.Record, new KeyValuePair<string, object?>("stage", "record")),
                        new(left.Publish, new KeyValuePair<string, object?>("stage", "publish")),
                    ],
            "{event}",
            "Unfinished events that the last sweep saw and left, by stage"
        );
        _meter.CreateObservableGauge<double>(
            "opstrails.sweep.lag",
            () => backlog() is { } left ? [new(left.LagSeconds)] : [],
            "s",
            "Age of the oldest unfinished event that the last sweep left"
        );
    }

    /// <param name="tool">Name of a tool, or <c>unknown</c>.</param>
    /// <param name="outcome">answered, refused or failed.</param>
    public void McpCalled(string tool, string outcome) =>
        _mcpCalls.Add(1, new KeyValuePair<string, object?>("tool", tool), new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose()
    {
        Activities.Dispose();
        _meter.Dispose();
    }
}
