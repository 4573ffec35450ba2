using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.EventGrid;

public sealed class PublishingMetricsTests
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    [Fact]
    public async Task Events_and_requests_are_counted_by_what_became_of_them()
    {
        await using var topic = await FakeTopic.StartAsync();
        await using var app = await TestApp.StartAsync(settings: [NoSweep, .. topic.Settings]);
        using var client = await app.ClientWithKeyAsync();
        using var meters = new Meters(app);

        topic.Refuse(400, "b-0");
        await client.RecordAsync(AnEvent.Batch(4));
        await app.SettleAsync();
        topic.FailWith(503);
        await client.RecordAsync(AnEvent.Json("later"));
        await app.SettleAsync();

        // The four, the first half of them, one of these and the other, the second half; and the last event.
        Assert.Equal(
            [
                "opstrails.publish.events delivered 3",
                "opstrails.publish.events later 1",
                "opstrails.publish.events poison 1",
                "opstrails.publish.requests delivered 2",
                "opstrails.publish.requests later 1",
                "opstrails.publish.requests refused 3",
            ],
            meters.Sums("opstrails.publish.")
        );
    }

    [Fact]
    public async Task Metrics_report_the_backlog_of_the_last_sweep_and_its_age()
    {
        var clock = TestClock.AtNoon();
        await using var topic = await FakeTopic.StartAsync();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, [NoSweep, .. topic.Settings]);
        using var client = await app.ClientWithKeyAsync();
        var runs = app.Services.GetRequiredService<Functions.Ledger.SweepRuns>();
        using var meters = new Meters(app);
        topic.FailWith(503);
        await client.RecordAsync(AnEvent.Batch(4));
        await app.SettleAsync();
        clock.Advance(TimeSpan.FromSeconds(45));

        await runs.RunAsync(TestContext.Current.CancellationToken);
        meters.Observe();

        Assert.Equal(
            [
                "opstrails.sweep.backlog publish 4",
                "opstrails.sweep.backlog record 0",
                "opstrails.sweep.events  0",
                "opstrails.sweep.lag  45",
            ],
            meters.Sums("opstrails.sweep.")
        );
    }

    // Under a host one instance sweeps at a time. Others must stop reporting the backlog that they saw last.
    [Fact]
    public async Task Only_the_instance_that_sweeps_reports_the_backlog()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartUnderHostAsync(clock.AddTo);
        var runs = app.Services.GetRequiredService<Functions.Ledger.SweepRuns>();

        var told = new List<int>();
        foreach (var isSwept in (bool[])[false, true])
        {
            if (isSwept)
                await runs.RunAsync(TestContext.Current.CancellationToken);
            foreach (var minutes in (int[])[0, 5, 2])
            {
                clock.Advance(TimeSpan.FromMinutes(minutes));
                using var meters = new Meters(app);
                meters.Observe();
                told.Add(meters.Sums("opstrails.sweep.").Count());
            }
        }

        Assert.Equal([0, 0, 0, 3, 3, 0], told);
    }

    private sealed class Meters : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value)> _measured = new();

        public Meters(TestApp app)
        {
            var factory = app.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("opstrails.", StringComparison.Ordinal) && ReferenceEquals(instrument.Meter.Scope, factory))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.Start();
        }

        public void Observe() => _listener.RecordObservableInstruments();

        public IEnumerable<string> Sums(string prefix) =>
            _measured
                .Where(measured => measured.Name.StartsWith(prefix, StringComparison.Ordinal))
                .GroupBy(measured => measured.Name)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Sum(measured => measured.Value)}"));

        public void Dispose() => _listener.Dispose();

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _measured.Enqueue(($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}", value));
    }
}
