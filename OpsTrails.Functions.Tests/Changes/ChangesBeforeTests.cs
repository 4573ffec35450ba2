using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Changes;

public sealed class ChangesBeforeTests : IAsyncLifetime
{
    private const string Hours = """{"timeZone":"Europe/Warsaw","businessHours":{"days":["mon"],"from":"08:00","to":"18:00"}}""";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _client = await _app.ClientWithKeyAsync("READ_ONLY");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_change_is_given_with_its_score_and_what_each_factor_contributed()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        await admin.AskAsync(HttpMethod.Put, "/api/v1/settings", Hours);
        await _app.RecordAsync([
            RecordedEvents.Json("run-4711", "2026-11-02T09:30:00Z", "BE", "PRODUCTION", "deployment", "MAJOR", "1.4.2"),
            RecordedEvents.Json("incident-12", "2026-11-02T09:54:00Z", "BE", "PRODUCTION", "incident", "CRITICAL"),
        ]);

        var data = (await _client.AskAsync("/api/v1/changes-before?event=incident-12")).Data;

        var ranked = Assert.Single(data.GetProperty("ranked").EnumerateArray());
        Assert.Equal(
            """
            [{"name":"nearness","points":20,"of":25,"why":"24 minutes before"},
            {"name":"place","points":35,"of":35,"why":"the same environment and system"},
            {"name":"kind","points":12,"of":12,"why":"a deployment"},
            {"name":"severity","points":6,"of":8,"why":"severity MAJOR"},
            {"name":"newVersion","points":10,"of":10,"why":"version 1.4.2 is here for the first time"},
            {"name":"outsideBusinessHours","points":0,"of":10,"why":"Monday 10:30 in Europe/Warsaw, within business hours"}]
            """.ReplaceLineEndings(""),
            ranked.GetProperty("factors").GetRawText()
        );
        Assert.Equal(
            (24, 83, 83, 100),
            (Number(ranked, "minutesBefore"), Number(ranked, "score"), Number(ranked, "points"), Number(ranked, "of"))
        );
        Assert.Equal(EventRef.Of("run-4711").ToString(), ranked.GetProperty("ref").GetString());
        Assert.Equal((await _client.AskAsync("/api/v1/events/run-4711")).Data.GetRawText(), ranked.GetProperty("event").GetRawText());
        Assert.Equal("incident-12", data.GetProperty("event").GetProperty("event").GetProperty("id").GetString());
        Assert.Equal(
            """{"from":"2026-11-02T07:54:00.000Z","to":"2026-11-02T09:54:00.000Z"} Europe/Warsaw PRODUCTION BE True 1 0 []""",
            $"{data.GetProperty("window")} {data.GetProperty("timezone")} {data.GetProperty("subject")} "
                + $"{data.GetProperty("source")} {data.GetProperty("complete")} {data.GetProperty("total")} "
                + $"{data.GetProperty("notChanges")} {data.GetProperty("notJudged")}"
        );
    }

    [Fact]
    public async Task From_an_event_found_by_ref_to_the_change_ranked_first_refs_are_enough()
    {
        await _app.RecordAsync([
            RecordedEvents.Json("run-4711", "2026-11-02T09:30:00Z"),
            RecordedEvents.Json("incident-12", "2026-11-02T09:54:00Z", type: "incident"),
        ]);

        var data = (await _client.AskAsync("/api/v1/changes-before?event=%23" + EventRef.Of("incident-12"))).Data;
        var first = await _client.AskAsync("/api/v1/events/" + data.GetProperty("ranked")[0].GetProperty("ref").GetString());

        Assert.Equal("run-4711", first.Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Of_a_bare_time_place_and_business_hours_are_not_judged_and_it_is_told_why()
    {
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-11-02T09:30:00Z", subject: "PRODUCTION"),
            RecordedEvents.Json("b", "2026-11-02T10:00:00Z", "FE"),
            RecordedEvents.Json("late", "2026-11-02T10:00:01Z"),
        ]);

        var data = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T11:00&timezone=Europe/Warsaw")).Data;

        Assert.Equal(["b", "a"], Ids(data));
        Assert.Equal(
            ["place", "severity", "newVersion", "outsideBusinessHours"],
            data.GetProperty("notJudged").EnumerateArray().Select(factor => factor.GetProperty("name").GetString())
        );
        Assert.Equal(
            ["no subject and no source were given", "no severity was sent", "no version was sent", "business hours are not set"],
            data.GetProperty("notJudged").EnumerateArray().Select(factor => factor.GetProperty("why").GetString())
        );
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null),
            (data.GetProperty("event").ValueKind, data.GetProperty("subject").ValueKind, data.GetProperty("source").ValueKind)
        );
        Assert.Equal(
            (JsonValueKind.Null, 37),
            (
                data.GetProperty("ranked")[0].GetProperty("factors")[1].GetProperty("points").ValueKind,
                Number(data.GetProperty("ranked")[0], "of")
            )
        );
    }

    [Fact]
    public async Task A_place_may_be_named_with_a_time_and_the_limit_cuts_what_is_given_but_not_the_total()
    {
        await _app.RecordAsync([
            RecordedEvents.Json("here", "2026-11-02T08:30:00Z", "BE", "PRODUCTION"),
            RecordedEvents.Json("there", "2026-11-02T09:59:00Z", "BE", "STAGING"),
            RecordedEvents.Json("elsewhere", "2026-11-02T09:59:30Z", "FE", "STAGING"),
            RecordedEvents.Json("alert", "2026-11-02T09:58:00Z", "BE", "PRODUCTION", "alert.fired"),
        ]);

        var all = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T10:00:00Z&subject=PRODUCTION&source=BE")).Data;
        var one = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T10:00:00Z&subject=PRODUCTION&source=BE&limit=1")).Data;

        Assert.Equal(["here", "there", "elsewhere"], Ids(all));
        Assert.Equal(["here"], Ids(one));
        Assert.Equal((3, 1), (Number(one, "total"), Number(one, "notChanges")));
    }

    [Fact]
    public async Task A_version_is_looked_up_where_the_cell_keeps_too_little_to_tell()
    {
        var day = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        await _app.RecordAsync([
            .. Enumerable
                .Range(0, 30)
                .Select(i =>
                    RecordedEvents.Json(
                        $"e-{i}",
                        RecordedEvents.TimeText(day + i * TimeSpan.TicksPerHour),
                        "BE",
                        "PRODUCTION",
                        version: i == 29 ? "v3" : $"v{i}"
                    )
                ),
        ]);

        var again = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T05:00:00Z&window=1h")).Data;
        var fresh = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T04:00:00Z&window=1h&limit=1")).Data;

        Assert.Equal(
            """{"name":"newVersion","points":0,"of":10,"why":"version v3 was here before, 2026-11-01T03:00:00.000Z"}""",
            again.GetProperty("ranked")[0].GetProperty("factors")[4].GetRawText()
        );
        Assert.Equal(
            """{"name":"newVersion","points":10,"of":10,"why":"version v28 is here for the first time"}""",
            fresh.GetProperty("ranked")[0].GetProperty("factors")[4].GetRawText()
        );
    }

    [Fact]
    public async Task Of_more_than_a_thousand_events_the_newest_are_looked_at_and_it_is_told_since_when()
    {
        var noon = new DateTime(2026, 11, 2, 12, 0, 0, DateTimeKind.Utc).Ticks;
        await _app.RecordAsync([
            .. Enumerable
                .Range(0, 1_100)
                .Select(i => RecordedEvents.Json($"e-{i}", RecordedEvents.TimeText(noon - i / 2 * TimeSpan.TicksPerSecond))),
        ]);

        var data = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T12:00:00Z")).Data;
        var whole = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T11:54:00Z")).Data;

        Assert.Equal((false, 1_000), (data.GetProperty("complete").GetBoolean(), Number(data, "total")));
        Assert.Equal("2026-11-02T11:51:40.0000001Z", data.GetProperty("counted").GetProperty("from").GetString());
        Assert.Equal((true, 380), (whole.GetProperty("complete").GetBoolean(), Number(whole, "total")));
        Assert.Equal(whole.GetProperty("window").GetRawText(), whole.GetProperty("counted").GetRawText());
    }

    [Fact]
    public async Task Exactly_a_thousand_events_are_all_of_them_and_so_are_none()
    {
        var noon = new DateTime(2026, 11, 2, 12, 0, 0, DateTimeKind.Utc).Ticks;
        await _app.RecordAsync([.. Enumerable.Range(0, 1_000).Select(i => RecordedEvents.Json($"e-{i}", RecordedEvents.TimeText(noon)))]);

        var full = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T12:00:00Z")).Data;
        var empty = (await _client.AskAsync("/api/v1/changes-before?time=1970-01-01T00:00:00Z&window=7d")).Data;

        Assert.Equal((true, 1_000), (full.GetProperty("complete").GetBoolean(), Number(full, "total")));
        Assert.Equal(
            (true, 0, "[]"),
            (empty.GetProperty("complete").GetBoolean(), Number(empty, "total"), empty.GetProperty("notJudged").GetRawText())
        );
    }

    [Fact]
    public async Task More_than_a_thousand_events_of_one_moment_are_looked_at_in_part()
    {
        var noon = new DateTime(2026, 11, 2, 12, 0, 0, DateTimeKind.Utc).Ticks;
        await _app.RecordAsync([.. Enumerable.Range(0, 1_005).Select(i => RecordedEvents.Json($"e-{i}", RecordedEvents.TimeText(noon)))]);

        var data = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T12:30:00Z")).Data;

        Assert.Equal(
            (false, 1_000, "2026-11-02T12:00:00.000Z"),
            (data.GetProperty("complete").GetBoolean(), Number(data, "total"), data.GetProperty("counted").GetProperty("from").GetString())
        );
    }

    [Fact]
    public async Task An_id_of_several_sources_is_refused_until_the_source_says_which()
    {
        await _app.RecordAsync([
            RecordedEvents.Json("1", "2026-11-02T09:00:00Z", "BE", type: "incident"),
            RecordedEvents.Json("1", "2026-11-02T10:00:00Z", "FE", type: "incident"),
        ]);

        var open = await _client.AskAsync("/api/v1/changes-before?event=1");
        var elsewhere = await _client.AskAsync("/api/v1/changes-before?event=1&source=DB");
        var named = await _client.AskAsync("/api/v1/changes-before?event=1&source=FE");

        Assert.Equal((400, 400, 200), (open.Status, elsewhere.Status, named.Status));
        Assert.Equal("event: 2 events have this id, from the sources \"FE\", \"BE\"; send source to choose one", open.Error);
        Assert.Equal("2026-11-02T10:00:00.000Z", named.Data.GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("event=none")]
    [InlineData("event=abcdef12")]
    [InlineData("event=theirs")]
    [InlineData("event=REF")]
    public async Task An_event_that_does_not_exist_or_belongs_to_another_organization_is_not_found(string query)
    {
        await _app.RecordAsync(
            [RecordedEvents.Json("theirs", "2026-11-02T09:00:00Z")],
            OrganizationId.Parse(_app.Organization.Value + "x")
        );

        var answer = await _client.AskAsync(
            "/api/v1/changes-before?" + query.Replace("REF", EventRef.Of("theirs").ToString(), StringComparison.Ordinal)
        );

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Changes_of_another_organization_are_not_seen()
    {
        await _app.RecordAsync(
            [RecordedEvents.Json("theirs", "2026-11-02T09:00:00Z")],
            OrganizationId.Parse(_app.Organization.Value + "x")
        );

        var data = (await _client.AskAsync("/api/v1/changes-before?time=2026-11-02T10:00:00Z&window=7d")).Data;

        Assert.Equal(0, Number(data, "total"));
    }

    [Theory]
    [InlineData("", "time: is required")]
    [InlineData("?time=now&event=x&window=9y&limit=-1&timezone=Mars&source=&x=1", "; ")]
    [InlineData("?event=%00", "event: contains the control character U+0000")]
    [InlineData("?event[]=x", "\"event[]\": is unknown")]
    [InlineData("?time=99999999999", "time: ")]
    [InlineData("?time=-999999w", "goes back before year 1")]
    public async Task An_invalid_query_is_refused_with_every_error(string query, string error)
    {
        var answer = await _client.AskAsync("/api/v1/changes-before" + query);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time=0001-01-01T00:00:00Z&window=7d")]
    [InlineData("time=9999-12-31T23:59:59.9999999Z")]
    [InlineData("time=now&subject=%F0%9F%9A%80&source=~~")]
    public async Task What_is_far_off_or_odd_is_answered(string query) =>
        Assert.Equal(200, (await _client.AskAsync("/api/v1/changes-before?" + query)).Status);

    [Fact]
    public async Task A_long_text_is_refused_and_cut_short_in_the_answer()
    {
        var answer = await _client.AskAsync("/api/v1/changes-before?event=" + new string('x', 5_000));

        Assert.Equal(400, answer.Status);
        Assert.InRange(answer.Error.Length, 1, 200);
    }

    private static int Number(JsonElement json, string member) => json.GetProperty(member).GetInt32();

    private static IEnumerable<string?> Ids(JsonElement data) =>
        data.GetProperty("ranked").EnumerateArray().Select(change => change.GetProperty("event").GetProperty("id").GetString());
}
