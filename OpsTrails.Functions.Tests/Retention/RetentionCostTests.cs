using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Retention;

public sealed class RetentionCostTests
{
    private readonly TestClock _clock = TestClock.AtNoon();

    [Theory]
    [InlineData(null, 3)]
    [InlineData(90, 11)]
    [InlineData(7, 12)]
    public async Task A_run_with_nothing_to_delete_is_a_few_requests_however_much_there_is(int? days, int expected)
    {
        await using var app = await StartAsync();
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 160));
        await app.KeepForAsync(days);
        using var requests = new StorageRequests(app);

        await app.DeleteOldAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(requests.ListingWithout(""));
        Assert.Equal(expected, requests.Count);
    }

    [Fact]
    public async Task A_thousand_events_of_one_cell_and_day_are_a_point_read_each_and_33_transactions()
    {
        await using var app = await StartAsync();
        var old = Timestamp.From(_clock.GetUtcNow().AddDays(-40).AddHours(-10));
        await app.RecordAsync([
            .. Enumerable
                .Range(0, 1_000)
                .Select(i => RecordedEvents.Json(i.ToString(CultureInfo.InvariantCulture), RecordedEvents.TimeText(old + new TimeSpan(i)))),
        ]);
        await app.KeepForAsync(35);
        using var requests = new StorageRequests(app);
        using var deleted = new DeletedEvents(app);

        await app.DeleteOldAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(requests.ListingWithout(""));
        Assert.Equal(1_000, deleted.Count);
        Assert.Equal(
            "days query 2, events write 10, incidents query 1, leases read 1, leases write 2, ledger query 3, ledger read 1001, "
                + "ledger write 13, organizations query 1, poison query 1, settings read 2, timeline query 2, timeline write 10",
            requests.ListingWithout("")
        );
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(null, _clock.AddTo, RetainingApp.NoSweep);

    /// <summary>Adds up what the meter says that was deleted.</summary>
    private sealed class DeletedEvents : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public DeletedEvents(TestApp app)
        {
            var meters = app.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "opstrails.retention.events" && ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _count, count));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
