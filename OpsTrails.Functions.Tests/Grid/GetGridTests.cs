using System.Net;
using System.Text.Json;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Tests.Fixtures;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Functions.Tests.Grid;

public sealed class GetGridTests
{
    [Fact]
    public async Task A_cell_shows_its_version_what_put_it_there_and_what_came_last()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            store.App.Organization,
            [
                [Event("e-1", 0, "v1"), Event("e-2", 1, "v2"), Rollback("e-3", 2), Event("e-4", 3, null, "incident", severity: "MAJOR")],
            ]
        );

        var data = await GetAsync(store, "?at=2025-03-10T12:05:00Z");

        Assert.Equal(
            """
            {"at":"2025-03-10T12:05:00.000Z","countComplete":true,"incidentsFrom":"2025-02-08T12:05:00.000Z",
            "columns":[{"subject":"PRODUCTION","ladder":"","position":0,"next":null}],
            "rows":[{"source":"BE","cells":[{"subject":"PRODUCTION","version":"v1",
            "versionEvent":{"id":"e-3","time":"2025-03-10T12:02:00.000Z","type":"rollback"},
            "restored":{"id":"e-1","time":"2025-03-10T12:00:00.000Z","type":"deployment"},"rolledBack":true,
            "incidents":[{"ref":"cbbf6b3b","number":null,"severity":"MAJOR","state":"open",
            "opened":"2025-03-10T12:03:00.000Z","description":null}],
            "lastEvent":{"id":"e-4","time":"2025-03-10T12:03:00.000Z","type":"incident","severity":"MAJOR","version":null},
            "firstSeen":"2025-03-10T12:00:00.000Z","last24h":4}]}]}
            """.ReplaceLineEndings(""),
            data.GetRawText()
        );
    }

    [Fact]
    public async Task Columns_go_along_ladders_and_rows_by_name_and_only_cells_that_exist_are_given()
    {
        await using var store = await GridStore.StartAsync();
        (string? Subject, string Source)[] cells =
        [
            ("PRODUCTION", "be"),
            ("STAGING", "be"),
            (null, "be"),
            ("lab", "FE"),
            ("PRODUCTION", "FE"),
            ("BRAND-A-PROD", "FE"),
            ("BRAND-A-QA", "FE"),
        ];
        await store.RecordAsync(
            store.App.Organization,
            [
                [.. cells.Select((cell, i) => Event($"e-{i}", i, "v1", subject: cell.Subject, source: cell.Source))],
            ]
        );

        var data = await GetAsync(store, "");

        Assert.Equal(["STAGING", "PRODUCTION", "BRAND-A-QA", "BRAND-A-PROD", "lab", null], Texts(data.GetProperty("columns"), "subject"));
        Assert.Equal(["PRODUCTION", null, "BRAND-A-PROD", null, null, null], Texts(data.GetProperty("columns"), "next"));
        Assert.Equal(["FE", "be"], Texts(data.GetProperty("rows"), "source"));
        Assert.Equal(["STAGING", "PRODUCTION", null], Texts(data.GetProperty("rows")[1].GetProperty("cells"), "subject"));
    }

    [Fact]
    public async Task Columns_go_along_the_ladders_that_the_settings_name()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            store.App.Organization,
            [
                [
                    Event("e-1", 0, "v1", subject: "STAGING"),
                    Event("e-2", 1, "v1", subject: "PRODUCTION"),
                    Event("e-3", 2, "v1", subject: "lab"),
                ],
            ]
        );
        using var admin = await store.App.ClientWithKeyAsync("ADMIN");

        var put = await admin.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"ladders":[["lab","PRODUCTION"]]}""");
        var data = await GetAsync(store, "");

        Assert.Equal(200, put.Status);
        Assert.Equal(["lab", "PRODUCTION", "STAGING"], Texts(data.GetProperty("columns"), "subject"));
        Assert.Equal(["PRODUCTION", null, null], Texts(data.GetProperty("columns"), "next"));
    }

    [Fact]
    public async Task What_came_after_the_moment_is_not_there_yet()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            store.App.Organization,
            [
                [
                    Event("e-1", 0, "v1", subject: "STAGING"),
                    Event("e-2", 1, "v1"),
                    Event("e-3", 60, "v2", subject: "STAGING", source: "FE"),
                ],
            ]
        );

        var data = await GetAsync(store, "?at=2025-03-10T13:00&timezone=Europe/Warsaw");

        Assert.Equal(["STAGING"], Texts(data.GetProperty("columns"), "subject"));
        Assert.Equal(["BE"], Texts(data.GetProperty("rows"), "source"));
    }

    [Fact]
    public async Task An_empty_grid_is_an_answer()
    {
        await using var store = await GridStore.StartAsync();

        var data = await GetAsync(store, "?at=now");

        Assert.Equal((0, 0), (data.GetProperty("columns").GetArrayLength(), data.GetProperty("rows").GetArrayLength()));
    }

    [Fact]
    public async Task What_was_recorded_over_HTTP_is_on_the_grid_at_once()
    {
        await using var store = await GridStore.StartAsync();
        using var client = await store.App.ClientWithKeyAsync();
        using var posted = await client.PostEventAsync(
            """{"specversion":"1.0","type":"deployment","source":"BE","time":"NOW","subject":"QA","version":"7","id":"e-1"}"""
        );
        await store.App.SettleAsync();

        var data = await GetAsync(store, "");

        Assert.Equal("e-1", data.GetProperty("rows")[0].GetProperty("cells")[0].GetProperty("versionEvent").GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_organization_sees_its_own_cells_only()
    {
        await using var store = await GridStore.StartAsync();
        var other = OrganizationId.Parse(store.App.Organization.Value + "x");
        await store.RecordAsync(
            store.App.Organization,
            [
                [Event("mine", 0, "v1")],
            ]
        );
        await store.RecordAsync(
            other,
            [
                [
                    Event("theirs", 1, "v2"),
                    Event("more", 1, "v2", source: "FE"),
                    .. Enumerable.Range(-9, 9).Select(i => Event($"t{i}", i, $"t{i}")),
                ],
            ]
        );

        var (mine, theirs) = (await store.ReadAsync(store.App.Organization, At(2)), await store.ReadAsync(other, At(-9)));

        Assert.Equal(ReferenceGrid.At(At(2), [Event("mine", 0, "v1")]), ReferenceGrid.LinesOf(mine));
        Assert.Equal(ReferenceGrid.At(At(-9), [Event("t-9", -9, "t-9")]), ReferenceGrid.LinesOf(theirs));
    }

    [Theory]
    [InlineData("?at=yesterday", "at: ")]
    [InlineData("?at=2025-03-10", "timezone=Europe/Warsaw")]
    [InlineData("?at=now&at=-1h", "at: was sent 2 times")]
    [InlineData("?moment=now", "\"moment\": is unknown. Use at, timezone or archived")]
    [InlineData("?timezone=Mars", "timezone: \"Mars\" is unknown")]
    public async Task An_invalid_query_is_refused_with_what_to_send(string query, string expected)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync("READ_ONLY");

        using var response = await client.GetAsync(
            new Uri("/api/v1/grid" + query, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        var json = await response.ReadJsonAsync();

        Assert.Equal((HttpStatusCode.BadRequest, "VALIDATION_ERROR"), (response.StatusCode, json.GetProperty("code").GetString()));
        Assert.Contains(expected, json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("diff?from=A&to=B")]
    public async Task A_key_is_needed(string path)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Client.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static async Task<JsonElement> GetAsync(GridStore store, string query)
    {
        using var client = await store.App.ClientWithKeyAsync("READ_ONLY");
        using var response = await client.GetAsync(
            new Uri("/api/v1/grid" + query, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        var json = await response.ReadJsonAsync();
        Assert.True(json.GetProperty("success").GetBoolean(), json.GetRawText());
        return json.GetProperty("data");
    }

    private static IEnumerable<string?> Texts(JsonElement list, string member) =>
        list.EnumerateArray().Select(item => item.GetProperty(member).GetString());
}
