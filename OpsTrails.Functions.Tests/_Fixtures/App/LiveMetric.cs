using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The sum of a counter of one app, from when it was asked for.</summary>
internal sealed class LiveMetric : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sum;

    public LiveMetric(TestApp app, string name)
    {
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _sum, count));
        _listener.Start();
    }

    public long Sum => Interlocked.Read(ref _sum);

    public void Dispose() => _listener.Dispose();
}
