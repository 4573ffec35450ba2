using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// A bad afternoon at a shop, on the clock of <see cref="McpDemo"/>: an incident with its suspects and what followed, an open one, and
/// two with the same number. Names are repositories, as pipelines send them.
/// </summary>
public sealed class IncidentStory : IAsyncLifetime
{
    internal const string Number = "INC-2107";
    internal const string OpenNumber = "INC-2108";
    internal const string SharedNumber = "INC-7";
    internal const string Environment = "SHOPMAX-PRODUCTION";
    internal const string Checkout = Owner + "checkout-service";

    /// <summary>Has a line break, Markdown and a character that turns the text around.</summary>
    internal const string HostileDescription = "Reads *all* [rows](x)\u202e\nof <orders>";

    private const string Owner = "//github.com/acme-corporation/";
    private const string Staging = "SHOPMAX-STAGING";
    private static readonly JsonSerializerOptions Sparse = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(configure: TestClock.At(McpDemo.Now).AddTo);
        using var admin = await App.ClientWithKeyAsync("ADMIN");
        await admin.AskAsync(
            HttpMethod.Put,
            "/api/v1/settings",
            """
            {"name":"Acme","timeZone":"Europe/Warsaw","ladders":[["SHOPMAX-STAGING","SHOPMAX-PRODUCTION"]],
             "businessHours":{"days":["mon","tue","wed","thu","fri"],"from":"08:00","to":"15:30"}}
            """
        );
        foreach (var e in Events())
        {
            using var response = await admin.PostEventAsync(e);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
        await App.SettleAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <param name="clock">The time of day in UTC, on the Friday of the story.</param>
    /// <param name="system">The repository's name, or a source.</param>
    /// <param name="type">The type.</param>
    /// <param name="version">The version.</param>
    /// <param name="subject">The environment.</param>
    /// <param name="severity">The severity.</param>
    /// <param name="data">The payload.</param>
    internal static string EventOf(
        string clock,
        string system,
        string type,
        string? version = null,
        string subject = Environment,
        string severity = "MINOR",
        object? data = null
    ) =>
        JsonSerializer.Serialize(
            new
            {
                specversion = "1.0",
                id = string.Create(CultureInfo.InvariantCulture, $"{system}-{type}-{clock.Replace(':', '-')}-{subject}"),
                source = Owner + system,
                type,
                subject,
                time = $"2026-11-27T{clock}Z",
                version,
                severity,
                data,
            },
            Sparse
        );

    private static IEnumerable<string> Events()
    {
        (string System, string Version)[] running =
        [
            ("checkout-service", "1.97.2"),
            ("orders-db", "1.29.0"),
            ("payments-service", "2.13.9"),
            ("storefront", "6.9.3"),
            ("search-service", "8299ed6f0cc2f4b1a1b5a3a0d1e2f3a4b5c6d7e8"),
        ];
        foreach (var (system, version) in running)
            yield return EventOf("06:10:00", system, "deployment", version, data: new { actor = "ci" });
        yield return EventOf("08:10:00", "checkout-service", "deployment", "1.98.0", Staging, data: new { actor = "jane" });
        yield return EventOf(
            "11:20:00",
            "release-calendar",
            "freeze.started",
            severity: "MAJOR",
            data: new { description = "Lunch freeze", until = "2026-11-27T12:30:00Z" }
        );
        yield return EventOf(
            "11:58:10",
            "feature-flags",
            "feature-flag",
            "316",
            data: new { description = "new-checkout on", actor = "ali" }
        );
        yield return EventOf(
            "12:17:41",
            "orders-db",
            "migration",
            "1.30.0",
            severity: "MAJOR",
            data: new { description = HostileDescription, actor = "bot" }
        );
        for (var i = 0; i < 9; i++)
            yield return EventOf($"12:2{i}:00", $"worker-{i}", "deployment", $"0.{i}.1", "OTHER-QA", "LOW");
        yield return EventOf("12:52:02", "storefront", "deployment", "6.9.4", data: new { actor = "ali" });
        yield return EventOf("13:01:00", "edge-cache", "cache-purge", severity: "LOW", data: new { description = "Purge /img" });
        yield return EventOf(
            "13:15:10",
            "checkout-service",
            "deployment",
            "1.98.0",
            severity: "MAJOR",
            data: new { description = "New basket", actor = "jane" }
        );
        yield return EventOf("13:22:00", "payments-service", "deployment.failed", "2.14.0", data: new { actor = "ci" });
        yield return OfIncident("13:40:33", "opened", Number, "Checkout answers 500 for one request in ten");
        yield return OfIncident("13:46:02", "acknowledged", Number, "On call looks at it");
        yield return EventOf("13:50:00", "edge-cache", "cache-purge", severity: "LOW", data: new { description = "Purge all" });
        yield return EventOf("14:01:48", "checkout-service", "rollback", severity: "MAJOR", data: new { actor = "jane" });
        yield return OfIncident("14:03:10", "resolved", Number, "Errors are gone");
        yield return EventOf(
            "14:40:00",
            "search-service",
            "deployment",
            "a085da1c44de4b1a1b5a3a0d1e2f3a4b5c6d7e8f",
            data: new { actor = "bot" }
        );
        yield return EventOf("14:45:00", "checkout-service", "deployment", "1.98.1", Staging, data: new { actor = "jane" });
        yield return OfIncident("14:50:00", "opened", OpenNumber, "Search is slow", "search-service");
        yield return OfIncident("08:00:00", "opened", SharedNumber, "Storefront is slow", "storefront");
        yield return OfIncident("08:30:00", "opened", SharedNumber, "Payments are slow", "payments-service");
    }

    private static string OfIncident(string clock, string phase, string number, string description, string system = "checkout-service") =>
        EventOf(clock, system, "incident." + phase, severity: "CRITICAL", data: new { incident = number, description });
}
