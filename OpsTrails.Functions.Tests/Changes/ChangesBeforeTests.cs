using OpsTrails.Core.Demo;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Timeline;

namespace OpsTrails.Functions.Tests.Changes;

public sealed class ChangesBeforeTests
{
    private const string BusinessHours = """{"timeZone":"Europe/Warsaw","businessHours":{"days":["mon","tue","wed","thu","fri"],"from":"08:00","to":"18:00"}}""";

    [Fact]
    public async Task An_incident_in_the_demo_month_shows_its_release_first_with_what_each_factor_contributed()
    {
        await using var app = await TestApp.StartAsync();
        var month = DemoMonth.Until(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await app.RecordAsync([.. month.Select(Json)]);
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        using var reader = await app.ClientWithKeyAsync("READ_ONLY");
        await admin.AskAsync(HttpMethod.Put, "/api/v1/settings", BusinessHours);
        var incident = month.Single(e => e.Description.StartsWith("Checkout answers 500", StringComparison.Ordinal));

        using var requests = new StorageRequests(app);
        var answer = await reader.AskAsync($"/api/v1/changes-before?event={incident.Id}");

        TestContext.Current.TestOutputHelper!.WriteLine(answer.Body + "\n" + requests.ListingWithout("keys"));
        Assert.Equal("", requests.ListingWithout("keys"));
    }

    private static string Json(DemoEvent e) =>
        RecordedEvents.Json(e.Id, RecordedEvents.TimeText(e.Time.UtcTicks), e.Source, e.Subject, e.Type, e.Severity, e.Version, e.Description);
}
