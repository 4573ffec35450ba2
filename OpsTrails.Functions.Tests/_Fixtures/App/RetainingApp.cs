using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Retention;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Has an organization keep events for so many days, and deletes when a test says so.</summary>
internal static class RetainingApp
{
    public const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    public static Task KeepForAsync(this TestApp app, int? days, OrganizationId? organization = null) =>
        app
            .Services.GetRequiredService<SettingsStore>()
            .ReplaceAsync(
                organization ?? app.Organization,
                OrganizationSettings.Default with
                {
                    RetentionDays = days,
                },
                RevisionCondition.Anything,
                "test",
                TestContext.Current.CancellationToken
            );

    /// <returns>Whether the run went as it should.</returns>
    public static async Task<bool> DeleteOldAsync(this TestApp app)
    {
        // A step of the clock starts the program's own run, and a run is skipped while another one is in progress.
        var runs = app.Services.GetRequiredService<RetentionRuns>();
        var succeeded = true;
        await Eventually.TrueAsync(async () =>
        {
            var ended = runs.Ended;
            succeeded = await runs.RunAsync(TestContext.Current.CancellationToken);
            return runs.Ended > ended;
        });
        return succeeded;
    }

    /// <summary>Events of three cells, one an hour, the newest an hour old.</summary>
    public static IReadOnlyList<string> Hourly(DateTimeOffset now, int count, string prefix = "e", int first = 0) =>
        [
            .. Enumerable
                .Range(first, count)
                .Select(i =>
                    RecordedEvents.Json(
                        prefix + i.ToString(CultureInfo.InvariantCulture),
                        RecordedEvents.TimeText(now.AddHours(-1 - i).UtcTicks),
                        source: "svc-" + (i % 3).ToString(CultureInfo.InvariantCulture),
                        subject: i % 2 == 0 ? "PROD" : null,
                        type: "type-" + (i % 4).ToString(CultureInfo.InvariantCulture),
                        version: i.ToString(CultureInfo.InvariantCulture)
                    )
                ),
        ];
}
