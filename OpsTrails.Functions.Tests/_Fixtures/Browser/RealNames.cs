using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The program with 60 systems in 12 environments, named as pipelines name them: URIs of repositories, environments of four brands,
/// commits of 40 characters. An incident is open, a freeze is active, one deployment runs and one failed.
/// </summary>
public sealed class RealNames : IAsyncLifetime
{
    public const int Systems = 60;

    public const string WithIncident = "//github.com/acme-corporation/some-long-service-name-checkout-service";

    public const string Production = "SHOPMAX-PRODUCTION";

    private static readonly string[] Brands = ["BUYFAST", "NEWBRAND", "OLDSHOP", "SHOPMAX"];
    private static readonly string[] Stages = ["DEVELOPMENT", "STAGING", "PRODUCTION"];
    private static readonly string[] Kinds = ["service", "worker", "frontend"];
    private static readonly string[] Words =
    [
        "checkout",
        "orders",
        "payments",
        "basket",
        "catalogue",
        "identity",
        "search",
        "shipping",
        "pricing",
        "email",
        "feature-flags",
        "storefront",
        "warehouse",
        "fraud-detection",
        "recommendations",
        "customer-profile",
        "inventory-sync",
        "mobile-bff",
        "edge-cache",
        "notification",
    ];

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    internal TestApp App { get; private set; } = null!;

    internal static string System(int i) =>
        $"//github.com/acme-corporation/{(i % 4 == 0 ? "some-long-service-name-" : "")}{Words[i % 20]}-{Kinds[i / 20]}";

    internal static string Commit(int i) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{i}")))[..40];

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(configure: TestClock.At(_now).AddTo);
        await App.RecordAsync([.. Enumerable.Range(0, Systems).SelectMany(Deployments), .. Special()]);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private IEnumerable<string> Deployments(int i) =>
        from brand in Enumerable.Range(0, Brands.Length)
        from stage in Enumerable.Range(0, Stages.Length)
        let version = i % 3 == 0 ? $"{i}.{brand}.0" : Commit(i)
        select Event(
            $"{i}-{brand}-{stage}",
            -60 * (70 - (stage * 20)) - i,
            System(i),
            $"{Brands[brand]}-{Stages[stage]}",
            "deployment",
            version
        );

    private IEnumerable<string> Special() =>
        [
            Event("new", -25, WithIncident, Production, "deployment", "1.98.0"),
            Event("opened", -18, WithIncident, Production, "incident.opened", null, "Checkout answers 500"),
            Event("runs", -2, System(5), "BUYFAST-STAGING", "deployment.started", "2.14.0"),
            Event("failed", -50, System(6), "BUYFAST-STAGING", "deployment.failed", "9.3.1"),
            RecordedEvents.Json(
                "freeze",
                RecordedEvents.TimeText(_now.AddHours(-1).UtcTicks),
                System(1),
                Production,
                "freeze.started",
                "MAJOR",
                null,
                "Black Friday"
            ),
        ];

    private string Event(string id, int minutes, string source, string subject, string type, string? version, string? description = null) =>
        RecordedEvents.Json(
            id,
            RecordedEvents.TimeText(_now.AddMinutes(minutes).UtcTicks),
            source,
            subject,
            type,
            type.StartsWith("incident", StringComparison.Ordinal) ? "CRITICAL" : "MINOR",
            version,
            description ?? string.Create(CultureInfo.InvariantCulture, $"{type} of {version}")
        );
}
