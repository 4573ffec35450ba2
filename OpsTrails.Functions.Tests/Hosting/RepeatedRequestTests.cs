using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>A proxy or a client may send a request without a body again when it got no answer, though it may have been done.</summary>
public sealed class RepeatedRequestTests : IAsyncLifetime
{
    private FakeTopic _topic = null!;
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _app = await TestApp.StartAsync(settings: [.. _topic.Settings]);
        _admin = await _app.ClientWithKeyAsync("ADMIN");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_was_revoked_stays_so_with_the_same_answer()
    {
        await _app.CreateKeyAsync();
        using var setUp = _app.ClientWith(TestApp.SetupToken);
        var id = (await setUp.AskAsync("/api/v1/keys")).Data[0].GetProperty("id").GetString();

        var (first, second) = await TwiceAsync(setUp, HttpMethod.Delete, "/api/v1/keys/" + id);

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task A_link_that_nobody_saw_harms_nothing_beside_the_one_that_works()
    {
        using var setUp = _app.ClientWith(TestApp.SetupToken);

        var (_, second) = await TwiceAsync(setUp, HttpMethod.Post, "/api/v1/sign-in-links");
        var token = new Uri(second.Data.GetProperty("url").GetString()!).Fragment[1..];

        Assert.Equal(
            201,
            (
                await _app.Client.AskAsync(
                    HttpMethod.Post,
                    "/api/v1/session",
                    JsonSerializer.Serialize(new { token }),
                    headers: "Origin: " + _app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_made_up_month_is_recorded_once()
    {
        var (first, second) = await TwiceAsync(_admin, HttpMethod.Post, "/api/v1/demo");

        var recorded = (await _admin.AskAsync("/api/v1/summary?from=-60d")).Data.GetProperty("total").GetInt32();
        Assert.Equal((201, 409), (first.Status, second.Status));
        Assert.Equal(first.Data.GetProperty("events").GetInt32(), recorded);
    }

    [Fact]
    public async Task A_refused_event_that_is_sent_again_is_out_of_the_list_once_it_was_delivered()
    {
        _topic.Refuse(400, "refused");
        await _admin.RecordAsync(AnEvent.Json("refused"));
        await _app.SettleAsync();
        var id = (await _admin.AskAsync("/api/v1/poison")).Data[0].GetProperty("id").GetString();
        _topic.Heal();

        var (first, second) = await TwiceAsync(_admin, HttpMethod.Post, $"/api/v1/poison/{id}/send");

        Assert.Equal((200, 404), (first.Status, second.Status));
        Assert.Equal(0, (await _admin.AskAsync("/api/v1/poison")).Data.GetArrayLength());
    }

    [Fact]
    public async Task An_event_in_headers_alone_is_recorded_once()
    {
        string[] headers =
        [
            "ce-specversion: 1.0",
            "ce-type: deployment",
            "ce-source: BE",
            "ce-id: bodyless",
            "ce-time: 2026-05-01T10:00:00Z",
        ];

        var (first, second) = await TwiceAsync(_admin, HttpMethod.Post, "/api/v1/events", headers);

        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
    }

    private static async Task<(Answer First, Answer Second)> TwiceAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        params string[] headers
    ) => (await client.AskAsync(method, path, headers: headers), await client.AskAsync(method, path, headers: headers));
}
