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
    public static Task<bool> DeleteOldAsync(this TestApp app) =>
        app.Services.GetRequiredService<RetentionRuns>().RunAsync(TestContext.Current.CancellationToken);

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
