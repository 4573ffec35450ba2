using System.Net;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Functions.Tests.Fixtures;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Functions.Tests.Grid;

public sealed class GetDiffTests
{
    [Fact]
    public async Task Two_environments_are_compared_system_by_system_with_proof()
    {
        await using var store = await StartAsync(
            Staged("s1", 0, "v1"),
            Event("p1", 1, "v1"),
            Staged("s2", 2, "v2"),
            Event("p2", 3, "v2"),
            Rollback("p3", 4),
            Event("fix", 5, "hotfix", source: "FE"),
            Event("fix-s", 6, "hotfix", subject: "STAGING", source: "FE")
        );

        var data = await GetAsync(store, "?from=STAGING&to=PRODUCTION");

        Assert.Equal(
            """
            {"source":"BE","state":"ahead",
            "from":{"version":"v2","versionEvent":{"id":"s2","time":"2025-03-10T12:02:00.000Z","type":"deployment"}},
            "to":{"version":"v1","versionEvent":{"id":"p3","time":"2025-03-10T12:04:00.000Z","type":"rollback"},
            "restored":{"id":"p1","time":"2025-03-10T12:01:00.000Z","type":"deployment"}},
            "findings":[
            {"kind":"ahead","events":[
            {"subject":"STAGING","id":"s2","time":"2025-03-10T12:02:00.000Z","type":"deployment","version":"v2"},
            {"subject":"PRODUCTION","id":"p3","time":"2025-03-10T12:04:00.000Z","type":"rollback","version":null},
            {"subject":"STAGING","id":"s1","time":"2025-03-10T12:00:00.000Z","type":"deployment","version":"v1"}]},
            {"kind":"rolledBack","side":"to","events":[
            {"subject":"PRODUCTION","id":"p3","time":"2025-03-10T12:04:00.000Z","type":"rollback","version":null},
            {"subject":"PRODUCTION","id":"p1","time":"2025-03-10T12:01:00.000Z","type":"deployment","version":"v1"}]}]}
            """.ReplaceLineEndings(""),
            data.GetProperty("sources")[0].GetRawText()
        );
        Assert.Equal("same: fix-s fix; reachedWithoutStage: fix fix-s", Shown(data.GetProperty("sources")[1]));
    }

    [Fact]
    public async Task A_system_of_one_side_only_is_told()
    {
        await using var store = await StartAsync(Staged("s1", 0, "v1"), Event("p1", 1, "v1", source: "FE"));

        var sources = (await GetAsync(store, "?from=STAGING&to=PRODUCTION")).GetProperty("sources");

        Assert.Equal(["onlyHere: s1", "onlyThere: p1; reachedWithoutStage: p1"], sources.EnumerateArray().Select(Shown));
        Assert.Equal(JsonValueKind.Null, sources[0].GetProperty("to").ValueKind);
    }

    [Fact]
    public async Task One_environment_is_compared_with_its_own_past()
    {
        await using var store = await StartAsync(Event("p1", 0, "v1"), Event("p2", 60, "v2"), Event("q1", 60, "v1", source: "FE"));

        var data = await GetAsync(store, "?from=PRODUCTION@2025-03-10T13:30&to=PRODUCTION&timezone=Europe/Warsaw");

        Assert.Equal("2025-03-10T12:30:00.000Z", data.GetProperty("from").GetProperty("at").GetString());
        Assert.Equal(["behind: p1 p2", "onlyThere: q1"], data.GetProperty("sources").EnumerateArray().Select(Shown));
    }

    [Fact]
    public async Task A_span_back_from_now_names_a_moment()
    {
        var now = (int)(TimeProvider.System.GetUtcNow() - Noon).TotalMinutes;
        await using var store = await StartAsync(Event("p1", now - 3 * 1440, "v1"), Event("p2", now - 60, "v2"));

        var data = await GetAsync(store, "?from=PRODUCTION@-2d&to=PRODUCTION");

        Assert.Equal("behind: p1 p2", Shown(data.GetProperty("sources")[0]));
    }

    [Theory]
    [InlineData("from=PRODUCTION@2025-03-10T12:30:00Z&to=PRODUCTION", "PRODUCTION 12:30, PRODUCTION 14:00")]
    [InlineData("from=PRODUCTION&to=PRODUCTION@2025-03-10T12:30:00Z", "PRODUCTION 14:00, PRODUCTION 12:30")]
    [InlineData("from=PRODUCTION&to=PRODUCTION", "PRODUCTION 14:00, PRODUCTION 14:00")]
    public async Task A_side_without_its_own_moment_takes_the_one_of_the_query(string sides, string expected)
    {
        await using var store = await StartAsync(Event("p1", 0, "v1"));

        var data = await GetAsync(store, $"?{sides}&at=2025-03-10T14:00:00Z");

        Assert.Equal(expected, Moments(data));
    }

    [Fact]
    public async Task An_environment_whose_name_ends_like_a_moment_is_itself_and_others_have_their_moment()
    {
        await using var store = await StartAsync(
            Event("old", 0, "v1"),
            Event("new", 60, "v2"),
            Event("named", 0, "v3", subject: "PRODUCTION@-1d"),
            Event("dated", 0, "v4", subject: "PRODUCTION@2025-03-10T12:30:00Z")
        );

        var named = await GetAsync(store, "?from=PRODUCTION@-1d&to=PRODUCTION&at=2025-03-10T14:00:00Z");
        var dated = await GetAsync(store, "?from=PRODUCTION@2025-03-10T12:30:00Z&to=PRODUCTION@2025-03-10T12:30:00.0Z");
        var ofNamed = await GetAsync(store, "?from=PRODUCTION@-1d@2025-03-10T12:10:00Z&to=PRODUCTION@2025-03-10T12:40:00Z");

        Assert.Equal("PRODUCTION@-1d 14:00, PRODUCTION 14:00", Moments(named));
        Assert.StartsWith("PRODUCTION@2025-03-10T12:30:00Z ", Moments(dated), StringComparison.Ordinal);
        Assert.EndsWith(", PRODUCTION 12:30", Moments(dated), StringComparison.Ordinal);
        Assert.Equal("PRODUCTION@-1d 12:10, PRODUCTION 12:40", Moments(ofNamed));
    }

    [Fact]
    public async Task Events_without_a_subject_are_a_side_too()
    {
        await using var store = await StartAsync(Event("n1", 0, "v1", subject: null), Event("p1", 1, "v1"));

        var data = await GetAsync(store, "?from=&to=PRODUCTION");

        Assert.Equal(JsonValueKind.Null, data.GetProperty("from").GetProperty("subject").ValueKind);
        Assert.Equal("same: n1 p1", Shown(data.GetProperty("sources")[0]));
    }

    [Theory]
    [InlineData(0, "ahead: s19 p1; reachedWithoutStage: p1")]
    [InlineData(60, "ahead: s19 p1 s0")]
    public async Task Whether_a_stage_was_skipped_is_looked_up_beyond_what_cells_keep(int arrival, string expected)
    {
        await using var store = await StartAsync([
            .. Enumerable.Range(0, 20).Select(i => Staged($"s{i}", 10 + i, $"v{i}")),
            Event("p1", arrival, "v0"),
        ]);

        var data = await GetAsync(store, "?from=STAGING&to=PRODUCTION");

        Assert.Equal(expected, Shown(data.GetProperty("sources")[0]));
    }

    [Fact]
    public async Task A_stage_that_was_busy_before_and_after_is_read_as_far_as_it_takes()
    {
        var deployed = Enumerable.Range(0, 20).Select(i => Staged($"s{i}", 10 + i, $"v{i}"));
        var purged = Enumerable.Range(30, 60).Select(i => Event($"purge-{i}", i, null, "cache-purge", "STAGING"));
        await using var store = await StartAsync([.. deployed, .. purged, Event("p1", 60, "v0")]);

        var data = await GetAsync(store, "?from=STAGING&to=PRODUCTION");

        Assert.Equal("ahead: s19 p1 s0", Shown(data.GetProperty("sources")[0]));
    }

    [Fact]
    public async Task An_old_version_that_comes_late_is_behind_from_either_side()
    {
        await using var store = await StartAsync([
            .. Enumerable.Range(0, 20).Select(i => Staged($"s{i}", 10 + i, $"v{i}")),
            Event("p1", 60, "v0"),
        ]);

        var data = await GetAsync(store, "?from=PRODUCTION&to=STAGING");

        Assert.Equal("behind: p1 s19 s0; reachedWithoutStage: s19", Shown(data.GetProperty("sources")[0]));
    }

    [Theory]
    [InlineData("?from=STAGING&to=PRODUCTION", "behind; aheadOfStage")]
    [InlineData("?from=PRODUCTION&to=STAGING", "ahead")]
    public async Task Production_ahead_of_staging_is_a_finding_of_its_own(string query, string expected)
    {
        await using var store = await StartAsync(
            Staged("s1", 1, "v1"),
            Staged("s2", 2, "v2"),
            Event("p2", 3, "v2"),
            Rollback("s3", 4, subject: "STAGING")
        );

        var shown = Shown((await GetAsync(store, query)).GetProperty("sources")[0]);

        Assert.Equal(
            expected.Contains("aheadOfStage", StringComparison.Ordinal),
            shown.Contains("aheadOfStage: p2 s3", StringComparison.Ordinal)
        );
        Assert.StartsWith(expected[..5], shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=STAGING", "to: is required")]
    [InlineData("", "from: is required. Send an environment such as STAGING or STAGING@-2d")]
    [InlineData("?from=A&to=B&source=C", "\"source\": is unknown. Use from, to, at or timezone")]
    [InlineData("?from=A&from=A&to=B", "from: was sent 2 times")]
    [InlineData("?from=A&to=B&timezone=Mars", "timezone: \"Mars\" is unknown")]
    [InlineData("?from=A&to=B&at=yesterday", "at: \"yesterday\" is not a valid time. Send now, a span such as -30m")]
    public async Task An_invalid_query_is_refused_with_what_to_send(string query, string expected)
    {
        await using var store = await StartAsync();

        var (status, json) = await TryGetAsync(store, query);

        Assert.Equal((HttpStatusCode.BadRequest, "VALIDATION_ERROR"), (status, json.GetProperty("code").GetString()));
        Assert.Contains(expected, json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_nobody_named_is_not_found_and_those_there_are_are_told()
    {
        await using var store = await StartAsync([.. Enumerable.Range(10, 25).Select(i => Event($"e-{i}", i, "v1", subject: $"LAB-{i}"))]);

        var (status, json) = await TryGetAsync(store, "?from=LAB-10@yesterday&to=");

        var error = json.GetProperty("error").GetString()!;
        Assert.Equal((HttpStatusCode.NotFound, "NOT_FOUND"), (status, json.GetProperty("code").GetString()));
        Assert.StartsWith(
            "from: no event has the subject \"LAB-10@yesterday\". What follows its @ is not a time: "
                + "\"yesterday\" is not a valid time. Send now, ",
            error,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "to: no event without a subject is recorded. The subjects are \"LAB-10\", \"LAB-11\", "
                + string.Join(", ", Enumerable.Range(12, 18).Select(i => $"\"LAB-{i}\""))
                + " and 5 more.",
            error,
            StringComparison.Ordinal
        );
    }

    private static RecordedEvent Staged(string id, int minute, string version) => Event(id, minute, version, subject: "STAGING");

    private static async Task<GridStore> StartAsync(params RecordedEvent[] events)
    {
        var store = await GridStore.StartAsync();
        await store.RecordAsync(store.App.Organization, events.Chunk(100));
        return store;
    }

    private static async Task<JsonElement> GetAsync(GridStore store, string query)
    {
        var (_, json) = await TryGetAsync(store, query);
        Assert.True(json.GetProperty("success").GetBoolean(), json.GetRawText());
        return json.GetProperty("data");
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> TryGetAsync(GridStore store, string query)
    {
        using var client = await store.App.ClientWithKeyAsync("READ_ONLY");
        using var response = await client.GetAsync(
            new Uri("/api/v1/diff" + query, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        return (response.StatusCode, await response.ReadJsonAsync());
    }

    private static string Moments(JsonElement data) =>
        string.Join(
            ", ",
            new[] { "from", "to" }
                .Select(data.GetProperty)
                .Select(side => $"{side.GetProperty("subject").GetString()} {side.GetProperty("at").GetDateTime():HH:mm}")
        );

    private static string Shown(JsonElement source) =>
        string.Join(
            "; ",
            source
                .GetProperty("findings")
                .EnumerateArray()
                .Select(finding =>
                    finding.GetProperty("kind").GetString()
                    + ": "
                    + string.Join(' ', finding.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()))
                )
        );
}
