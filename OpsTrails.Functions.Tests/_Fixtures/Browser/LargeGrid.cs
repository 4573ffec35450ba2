using System.Globalization;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The program with 60 systems in 12 environments on four ladders: releases go up, some wait before production, some skip a stage, some are
/// rolled back.
/// </summary>
public sealed class LargeGrid : IAsyncLifetime
{
    public const int Systems = 60;

    private const int Releases = 3;

    private static readonly string[] Regions = ["AMERICAS", "ASIA", "EUROPE", "OCEANIA"];
    private static readonly string[] Stages = ["DEV", "STAGING", "PRODUCTION"];

    // The browser uses the machine's clock. The program's clock is frozen at that time, so that no cache expires between two counts.
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public static int Environments => Regions.Length * Stages.Length;

    internal TestApp App { get; private set; } = null!;

    internal static string System(int number) => string.Create(CultureInfo.InvariantCulture, $"system-{number:D2}");

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(configure: TestClock.At(_now).AddTo);
        await App.RecordAsync([
            .. Enumerable.Range(0, Systems).SelectMany(system => Regions.SelectMany((_, region) => EventsOf(system, region))),
        ]);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private IEnumerable<string> EventsOf(int system, int region)
    {
        var kind = (system * 7) + (region * 3);
        for (var release = 0; release < Releases; release++)
        {
            var first = _now.AddDays(-3 * (Releases - release)).AddMinutes((system * 11) + (region * 60));
            for (var stage = 0; stage < Stages.Length; stage++)
            {
                var isLast = release == Releases - 1;
                var waits = isLast && stage == 2 && kind % 3 == 0;
                var isSkipped = isLast && stage == 1 && kind % 10 == 1;
                if (!waits && !isSkipped)
                    yield return Event(
                        system,
                        region,
                        stage,
                        first.AddHours(stage * 20),
                        "deployment",
                        $"2.{system}.{release}",
                        $"{release}"
                    );
            }
        }
        if (kind % 8 == 2)
            yield return Event(system, region, 2, _now.AddMinutes(-10 - system), "rollback", $"2.{system}.1", "back");
    }

    private static string Event(int system, int region, int stage, DateTimeOffset time, string type, string version, string what) =>
        RecordedEvents.Json(
            $"{system}-{region}-{stage}-{what}",
            RecordedEvents.TimeText(time.UtcTicks),
            System(system),
            $"{Regions[region]}-{Stages[stage]}",
            type,
            stage == 2 ? "MAJOR" : "MINOR",
            version,
            $"{type} of {version}"
        );
}
