using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Counts the storage requests of one app by the meter that operators watch.</summary>
internal sealed class StorageRequests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _requests = new();

    public StorageRequests(TestApp app)
    {
        // Other tests run apps of their own in this process; the factory tells the meters apart.
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "opstrails.storage.requests" && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                var labels = string.Join(' ', tags.ToArray().Select(tag => tag.Value));
                for (var i = 0; i < count; i++)
                    _requests.Enqueue(labels);
            }
        );
        _listener.Start();
    }

    public int Count => _requests.Count;

    /// <summary>Each table and operation with its number, in one line, some tables left out.</summary>
    public string ListingWithout(params string[] tables) => Listing(table => !tables.Contains(table));

    /// <summary>Each operation of one table with its number, in one line.</summary>
    public string ListingOf(string table) => Listing(table.Equals);

    private string Listing(Func<string, bool> isListed) =>
        string.Join(
            ", ",
            _requests
                .Where(request => isListed(request.Split(' ')[0]))
                .GroupBy(request => request)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"{group.Key} {group.Count()}")
        );

    public void Dispose() => _listener.Dispose();
}
