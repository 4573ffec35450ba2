using System.Net.Http.Json;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Names;

/// <summary>Aliases, groups and the archive, as the settings set them.</summary>
public sealed class NamesTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _admin = await _app.ClientWithKeyAsync("ADMIN");
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-11-01T10:00:00Z", "BE", "PRODUCTION", version: "1.0"),
            RecordedEvents.Json("b", "2026-11-02T10:00:00Z", "BE", "prod", version: "1.1"),
            RecordedEvents.Json("c", "2026-11-03T10:00:00Z", "FE", "PRODUCTION", version: "7"),
            RecordedEvents.Json("d", "2026-11-03T11:00:00Z", "old", "DR", version: "3"),
            RecordedEvents.Json("e", "2026-11-03T12:00:00Z", "BE", "STAGING", version: "1.2"),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Look_alikes_are_pointed_out_until_they_are_merged()
    {
        Assert.Equal(
            """[{"field":"subject","names":["PRODUCTION","prod"],"suggested":"PRODUCTION"}]""",
            (await _admin.AskAsync("/api/v1/look-alikes")).Data.GetRawText()
        );

        await PutAsync("""{"aliases":{"subjects":{"PRODUCTION":["prod"]}}}""");

        Assert.Equal("[]", (await _admin.AskAsync("/api/v1/look-alikes")).Data.GetRawText());
        Assert.Equal(["STAGING", "PRODUCTION", "DR"], await ColumnsAsync());
        Assert.Equal("1.1", await VersionAsync("BE", "PRODUCTION"));
        var subject = (await _admin.AskAsync("/api/v1/subjects")).Data.EnumerateArray().Single(Is("value", "PRODUCTION"));
        Assert.Equal(
            """{"value":"PRODUCTION","firstSeen":"2026-11-01T10:00:00.000Z","lastSeen":"2026-11-03T10:00:00.000Z","aliases":["prod"]}""",
            subject.GetRawText()
        );
    }

    [Fact]
    public async Task An_event_keeps_the_names_it_was_sent_with()
    {
        await PutAsync("""{"aliases":{"subjects":{"PRODUCTION":["prod"]},"sources":{"Backend":["BE"]}}}""");

        var found = (await _admin.AskAsync("/api/v1/events?subject=PRODUCTION&source=Backend")).Data.EnumerateArray().ToList();

        Assert.Equal(["b prod BE", "a PRODUCTION BE"], found.Select(e => $"{Text(e, "id")} {Text(e, "subject")} {Text(e, "source")}"));
    }

    [Fact]
    public async Task A_group_filters_wherever_an_environment_does()
    {
        await PutAsync("""{"groups":{"live":["PRODUCTION","DR"]},"aliases":{"subjects":{"PRODUCTION":["prod"]}}}""");

        Assert.Equal("d c b a", await IdsAsync("/api/v1/events?subject=live"));
        Assert.Equal("e", await IdsAsync("/api/v1/events?q=-subject:live"));
        Assert.Equal("a b c d", await IdsAsync("/api/v1/events?after=begin&subject=live"));
        Assert.Equal(
            4,
            (await _admin.AskAsync("/api/v1/summary?from=2026-11-01T00:00:00Z&subject=live")).Data.GetProperty("total").GetInt32()
        );
        var diff = await _admin.AskAsync("/api/v1/diff?from=STAGING&to=live");
        Assert.Equal((400, "to: \"live\" is a group of environments. Send one of \"PRODUCTION\", \"DR\"."), (diff.Status, diff.Error));
    }

    [Fact]
    public async Task A_group_cannot_have_the_name_of_an_environment()
    {
        using var response = await _admin.PutAsJsonAsync(
            "/api/v1/settings",
            JsonElement.Parse("""{"groups":{"STAGING":["DR"]}}"""),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(
            "groups.STAGING: is also the name of an environment",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_archived_is_gone_until_it_is_asked_for_or_speaks_again()
    {
        await PutAsync("""{"archived":{"subjects":{"STAGING":"NOW"},"sources":{"old":"NOW"}}}""");

        Assert.Equal(["PRODUCTION", "prod"], await ColumnsAsync());
        Assert.Equal("BE FE", await ValuesAsync("sources"));
        Assert.Equal("DR PRODUCTION prod", await ValuesAsync("subjects"));
        var whole = (await _admin.AskAsync("/api/v1/grid?archived=include")).Data;
        Assert.Equal("""{"subjects":1,"sources":1}""", whole.GetProperty("archivedCount").GetRawText());
        Assert.True(whole.GetProperty("columns").EnumerateArray().Single(Is("subject", "STAGING")).TryGetProperty("archivedAt", out _));
        Assert.Equal("BE FE old", await ValuesAsync("sources?archived=include"));

        // An event counts by when it was recorded, whatever its time.
        await _app.RecordAsync([RecordedEvents.Json("late", "2020-01-01T00:00:00Z", "old", "DR", "note")]);

        Assert.Equal("BE FE old", await ValuesAsync("sources"));
        Assert.Equal(["DR", "PRODUCTION", "prod"], (await ColumnsAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_moment_before_the_archive_shows_what_was_there()
    {
        await PutAsync("""{"archived":{"sources":{"old":"now"}}}""");
        await PutAsync((await _admin.AskAsync("/api/v1/settings")).Data.GetRawText());

        Assert.DoesNotContain("\"old\"", (await _admin.AskAsync("/api/v1/grid")).Body, StringComparison.Ordinal);
        Assert.Contains("\"old\"", (await _admin.AskAsync("/api/v1/grid?at=2026-11-05T00:00:00Z")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_stands_at_the_place_of_an_incident_in_another_spelling()
    {
        var ranked = (
            await _admin.AskAsync("/api/v1/changes-before?time=2026-11-02T11:00:00Z&window=7d&subject=Production&source=be")
        ).Data;

        var place = ranked.GetProperty("ranked")[0].GetProperty("factors").EnumerateArray().Single(Is("name", "place"));
        Assert.Equal(35, place.GetProperty("points").GetInt32());
    }

    private async Task PutAsync(string settings)
    {
        using var response = await _admin.PutAsJsonAsync("/api/v1/settings", JsonElement.Parse(settings));
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
    }

    private async Task<IReadOnlyList<string?>> ColumnsAsync() =>
        [.. (await _admin.AskAsync("/api/v1/grid")).Data.GetProperty("columns").EnumerateArray().Select(column => Text(column, "subject"))];

    private async Task<string?> VersionAsync(string source, string subject)
    {
        var grid = (await _admin.AskAsync("/api/v1/grid")).Data;
        var row = grid.GetProperty("rows").EnumerateArray().Single(Is("source", source));
        return Text(row.GetProperty("cells").EnumerateArray().Single(Is("subject", subject)), "version");
    }

    private async Task<string> ValuesAsync(string list) =>
        string.Join(' ', (await _admin.AskAsync("/api/v1/" + list)).Data.EnumerateArray().Select(value => Text(value, "value")));

    private async Task<string> IdsAsync(string address) =>
        string.Join(' ', (await _admin.AskAsync(address)).Data.EnumerateArray().Select(e => Text(e, "id")));

    private static Func<JsonElement, bool> Is(string name, string value) => json => Text(json, name) == value;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
