using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Facets;

public sealed class SeenValuesTests
{
    private const string Events = """
        [{"specversion":"1.0","type":"deployment","source":"BE","subject":"PROD","time":"2026-01-02T10:00:00Z"},
         {"specversion":"1.0","type":"deployment","source":"BE","subject":"DEV","time":"2026-01-03T10:00:00.1234567Z"},
         {"specversion":"1.0","type":"com.example/rollback x","source":"//github.com/o/r","subject":"PROD","time":"2026-01-01T23:59:59Z"},
         {"specversion":"1.0","type":"Zeta","source":"be","time":"2026-01-05T00:00:00Z"},
         {"specversion":"1.0","type":"Łódź","source":"BE","time":"2026-01-01T00:00:00Z"}]
        """;

    [Theory]
    [InlineData(
        "types",
        """[{"value":"Zeta","firstSeen":"2026-01-05","lastSeen":"2026-01-05"},"""
            + """{"value":"com.example/rollback x","firstSeen":"2026-01-01","lastSeen":"2026-01-01"},"""
            + """{"value":"deployment","firstSeen":"2026-01-02","lastSeen":"2026-01-03"},"""
            + """{"value":"Łódź","firstSeen":"2026-01-01","lastSeen":"2026-01-01"}]"""
    )]
    [InlineData(
        "sources",
        """[{"value":"//github.com/o/r","firstSeen":"2026-01-01T23:59:59.000Z","lastSeen":"2026-01-01T23:59:59.000Z"},"""
            + """{"value":"BE","firstSeen":"2026-01-01T00:00:00.000Z","lastSeen":"2026-01-03T10:00:00.1234567Z"},"""
            + """{"value":"be","firstSeen":"2026-01-05T00:00:00.000Z","lastSeen":"2026-01-05T00:00:00.000Z"}]"""
    )]
    [InlineData(
        "subjects",
        """[{"value":"DEV","firstSeen":"2026-01-03T10:00:00.1234567Z","lastSeen":"2026-01-03T10:00:00.1234567Z"},"""
            + """{"value":"PROD","firstSeen":"2026-01-01T23:59:59.000Z","lastSeen":"2026-01-02T10:00:00.000Z"}]"""
    )]
    public async Task Distinct_values_come_in_order_with_first_and_last_seen(string list, string data)
    {
        await using var app = await TestApp.StartAsync();
        using var writer = await app.ClientWithKeyAsync();
        using var reader = await app.ClientWithKeyAsync("READ_ONLY");
        await writer.RecordAsync(Events);

        var answer = await reader.AskAsync("/api/v1/" + list);

        Assert.Equal(200, answer.Status);
        Assert.Equal($$"""{"success":true,"data":{{data}},"nextCursor":null}""", answer.Body);
    }

    [Theory]
    [InlineData("types")]
    [InlineData("sources")]
    [InlineData("subjects")]
    public async Task With_no_events_there_are_none_and_parameters_are_refused(string list)
    {
        await using var app = await TestApp.StartAsync();
        using var reader = await app.ClientWithKeyAsync("READ_ONLY");

        Assert.Equal("""{"success":true,"data":[],"nextCursor":null}""", (await reader.AskAsync("/api/v1/" + list)).Body);
        var refused = await reader.AskAsync($"/api/v1/{list}?limit=5");
        var hint = list == "types" ? "Use include" : "Use archived";
        Assert.Equal((400, $"\"limit\": is unknown. {hint}."), (refused.Status, refused.Error));
    }

    [Fact]
    public async Task More_than_a_page_of_the_store_is_given_whole_for_one_request_a_page()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        for (var batch = 0; batch < 3; batch++)
        {
            var events = Enumerable
                .Range(batch * 400, 400)
                .Select(i => $$"""{"specversion":"1.0","type":"t{{i}}","source":"s{{i}}","subject":"x","time":"NOW"}""");
            Assert.Equal(200, (await client.RecordAsync($"[{string.Join(',', events)}]")).Status);
        }
        await app.Services.GetRequiredService<EventRecorder>().WhenIdleAsync();

        using var requests = new StorageRequests(app);
        Assert.Equal(1_200, (await client.AskAsync("/api/v1/types")).Data.GetArrayLength());
        Assert.Equal(1_200, (await client.AskAsync("/api/v1/sources")).Data.GetArrayLength());
        Assert.Equal(1, (await client.AskAsync("/api/v1/subjects")).Data.GetArrayLength());
        Assert.Equal("cells query 4, facets query 2", requests.ListingWithout("keys"));
    }
}
