using OpsTrails.Core.Events;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Changes;

public sealed class ChangesOverAzureTablesTests(SharedAzurite azurite)
{
    [Fact]
    public async Task Refs_windows_and_looked_up_versions_are_the_same_over_Azure_Tables()
    {
        await using var app = await TestApp.StartAsync((await azurite.StartedAsync()).ConnectionString);
        using var client = await app.ClientWithKeyAsync();
        var name = Guid.NewGuid().ToString();
        var midnight = new DateTime(2024, 3, 2, 0, 0, 0, DateTimeKind.Utc).Ticks;
        await app.RecordAsync([
            .. Enumerable
                .Range(0, 12)
                .Select(i =>
                    RecordedEvents.Json(
                        $"{name}-{i}",
                        RecordedEvents.TimeText(midnight + (i - 11) * TimeSpan.TicksPerHour - 1),
                        name,
                        "PRODUCTION",
                        version: i == 11 ? "v2" : $"v{i}"
                    )
                ),
            RecordedEvents.Json(name, RecordedEvents.TimeText(midnight + TimeSpan.TicksPerMinute), name, "PRODUCTION", "incident"),
        ]);

        var answer = await client.AskAsync("/api/v1/changes-before?event=" + EventRef.Of(name));
        var later = await client.AskAsync("/api/v1/changes-before?window=1h&limit=1&event=" + EventIdentity.Hash(name));

        Assert.Equal(
            [$"{name}-11", $"{name}-10"],
            answer
                .Data.GetProperty("ranked")
                .EnumerateArray()
                .Where(change => change.GetProperty("event").GetProperty("source").GetString() == name)
                .Select(change => change.GetProperty("event").GetProperty("id").GetString())
                .OrderDescending(StringComparer.Ordinal)
        );
        Assert.Equal(
            """{"name":"newVersion","points":0,"of":10,"why":"version v2 was here before, 2024-03-01T14:59:59.9999999Z"}""",
            later.Data.GetProperty("ranked")[0].GetProperty("factors")[4].GetRawText()
        );
    }
}
