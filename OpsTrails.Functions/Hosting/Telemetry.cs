using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpsTrails.Functions.Ledger;

namespace OpsTrails.Functions.Hosting;

/// <summary>What the application counts and traces. Names follow OpenTelemetry's conventions; no label ever holds a key or event text.</summary>
internal sealed class Telemetry : IDisposable
{
    public const string Name = "OpsTrails";

    private readonly Meter _meter;
    private readonly Counter<long> _events;

    public Telemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _events = _meter.CreateCounter<long>("opstrails.events", "{event}", "Events received, by what became of them");
        StorageRequests = _meter.CreateCounter<long>("opstrails.storage.requests", "{request}", "Storage requests, by table and operation");
        Swept = _meter.CreateCounter<long>("opstrails.sweep.events", "{event}", "Unfinished events that the sweep found");
        LiveReaders = _meter.CreateUpDownCounter<long>("opstrails.live.readers", "{reader}", "Streams and long polls that are open");
        LiveDropped = _meter.CreateCounter<long>("opstrails.live.dropped", "{reader}", "Streams that were dropped because their client did not read");
    }

    public ActivitySource Activities { get; } = new(Name);

    public Counter<long> StorageRequests { get; }

    public Counter<long> Swept { get; }

    public UpDownCounter<long> LiveReaders { get; }

    public Counter<long> LiveDropped { get; }

    public void EventReceived(RecordOutcomeKind outcome) => _events.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        RecordOutcomeKind.Recorded => "recorded",
        RecordOutcomeKind.Repeated => "repeated",
        RecordOutcomeKind.Conflict => "conflict",
        _ => "unavailable",
    }));

    public void Dispose()
    {
        Activities.Dispose();
        _meter.Dispose();
    }
}
