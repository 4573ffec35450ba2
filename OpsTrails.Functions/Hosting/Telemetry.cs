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
    private readonly Counter<long> _mcpCalls;

    public Telemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _events = _meter.CreateCounter<long>("opstrails.events", "{event}", "Events received, by what became of them");
        _mcpCalls = _meter.CreateCounter<long>("opstrails.mcp.calls", "{call}", "Calls of tools by assistants, by tool and by what became of them");
        StorageRequests = _meter.CreateCounter<long>("opstrails.storage.requests", "{request}", "Storage requests, by table and operation");
        Swept = _meter.CreateCounter<long>("opstrails.sweep.events", "{event}", "Unfinished events that the sweep found");
    }

    public ActivitySource Activities { get; } = new(Name);

    public Counter<long> StorageRequests { get; }

    public Counter<long> Swept { get; }

    public void EventReceived(RecordOutcomeKind outcome) => _events.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        RecordOutcomeKind.Recorded => "recorded",
        RecordOutcomeKind.Repeated => "repeated",
        RecordOutcomeKind.Conflict => "conflict",
        _ => "unavailable",
    }));

    /// <param name="tool">One of the tools that there are, or <c>unknown</c>.</param>
    /// <param name="outcome">answered, refused or failed.</param>
    public void McpCalled(string tool, string outcome) =>
        _mcpCalls.Add(1, new KeyValuePair<string, object?>("tool", tool), new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose()
    {
        Activities.Dispose();
        _meter.Dispose();
    }
}
