using System.Globalization;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Events;

public sealed class BatchTests
{
    private const string Batch = "application/cloudevents-batch+json";

    [Fact]
    public async Task Results_come_in_the_order_of_the_items()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync(AnEvent.Batch(500), Batch);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            Enumerable.Range(0, 500).Select(i => "b-" + i.ToString(CultureInfo.InvariantCulture)),
            answer.Data.EnumerateArray().Select(item => item.GetProperty("event").GetProperty("id").GetString())
        );
        Assert.All(answer.Data.EnumerateArray(), item => Assert.Equal(201, StatusOf(item)));
    }

    [Fact]
    public async Task Invalid_items_are_reported_in_place_and_valid_ones_are_recorded()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("taken", version: "1"));

        var answer = await client.RecordAsync(
            $"[{AnEvent.Json("a")},{{}},{AnEvent.Json("taken", version: "2")},{AnEvent.OfBytes("large", 70_000)},7,"
                + $"{AnEvent.Json("taken", version: "1")},{AnEvent.Json("b")}]",
            Batch
        );

        Assert.Equal((207, false, "VALIDATION_ERROR"), (answer.Status, answer.Json.GetProperty("success").GetBoolean(), answer.Code));
        Assert.StartsWith(
            "4 of 7 events not recorded; data has the result of each. Event 2: specversion: is required",
            answer.Error,
            StringComparison.Ordinal
        );
        Assert.Equal([201, 400, 409, 413, 400, 200, 201], answer.Data.EnumerateArray().Select(StatusOf));
        Assert.Equal(
            ["VALIDATION_ERROR", "CONFLICT", "PAYLOAD_TOO_LARGE", "VALIDATION_ERROR"],
            answer.Data.EnumerateArray().Where(item => StatusOf(item) >= 400).Select(item => item.GetProperty("code").GetString())
        );
        Assert.Equal((200, 200), ((await client.AskAsync("/api/v1/events/a")).Status, (await client.AskAsync("/api/v1/events/b")).Status));
    }

    [Fact]
    public async Task Equal_repeats_in_a_batch_are_recorded_once_and_different_ones_conflict()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync(
            $"[{AnEvent.Json("x")},{AnEvent.Json("x")},{AnEvent.Json("x", subject: "PRODUCTION")},{AnEvent.Json("x", source: "FE")}]",
            Batch
        );

        Assert.Equal((207, "CONFLICT"), (answer.Status, answer.Code));
        Assert.Equal([201, 200, 409, 201], answer.Data.EnumerateArray().Select(StatusOf));
        Assert.Equal(answer.Data[0].GetProperty("event").GetRawText(), answer.Data[1].GetProperty("event").GetRawText());
        await app.SettleAsync();
        Assert.Equal(2, (await app.RowsAsync(Tables.Events)).Count);
    }

    [Fact]
    public async Task A_batch_sent_again_is_recorded_once()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var batch = AnEvent.Batch(120);

        var first = await client.RecordAsync(batch, Batch);
        var second = await client.RecordAsync(batch, Batch);
        await app.SettleAsync();

        Assert.Equal((200, true), (second.Status, second.Json.GetProperty("success").GetBoolean()));
        Assert.All(second.Data.EnumerateArray(), item => Assert.Equal(200, StatusOf(item)));
        Assert.Equal(EventsOf(first), EventsOf(second));
        Assert.Equal(120, (await app.RowsAsync(Tables.Events)).Count);
    }

    [Fact]
    public async Task An_empty_batch_is_answered_with_an_empty_list()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync("[]", Batch);

        Assert.Equal((200, """{"success":true,"data":[]}"""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Items_that_storage_refuses_get_their_own_503()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();

        // Fifty claims go in one transaction: the second one of this batch fails.
        var transactions = 0;
        tap.FailWhen(call => call is { Table: Tables.Ledger, Operation: "write" } && Interlocked.Increment(ref transactions) == 2);
        var answer = await client.RecordAsync(AnEvent.Batch(60), Batch);

        Assert.Equal((503, "SERVICE_UNAVAILABLE", "5"), (answer.Status, answer.Code, answer.Header("retry-after")));
        Assert.Equal(
            "Storage is unavailable: 10 of 60 events may not be recorded. Send the batch again. "
                + "Events with an id of your own are recorded once.",
            answer.Error
        );
        Assert.False(answer.Json.GetProperty("success").GetBoolean());
        Assert.Equal(Enumerable.Repeat(201, 50).Concat(Enumerable.Repeat(503, 10)), answer.Data.EnumerateArray().Select(StatusOf));
        Assert.Equal("SERVICE_UNAVAILABLE", answer.Data[59].GetProperty("code").GetString());

        tap.Heal();
        var again = await client.RecordAsync(AnEvent.Batch(60), Batch);
        await app.SettleAsync();

        Assert.Equal((200, 60), (again.Status, (await app.RowsAsync(Tables.Events)).Count));
    }

    [Fact]
    public async Task Storage_that_fails_counts_more_than_events_that_are_wrong()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        using var client = await app.ClientWithKeyAsync();
        tap.FailWhen(call => call is { Table: Tables.Ledger, Operation: "write" });

        var answer = await client.RecordAsync($"[{{}},{AnEvent.Json("a")}]", Batch);

        Assert.Equal((503, "5"), (answer.Status, answer.Header("retry-after")));
        Assert.Equal([400, 503], answer.Data.EnumerateArray().Select(StatusOf));
    }

    [Theory]
    [InlineData(Batch)]
    [InlineData("application/json")]
    public async Task A_batch_of_which_nothing_is_recorded_is_refused(string mediaType)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("taken", version: "1"));
        var (conflict, wrong, large) = (AnEvent.Json("taken", version: "2"), "{}", AnEvent.OfBytes("large", 70_000));

        foreach (
            var (items, status, code) in ((string[], int, string)[])
                [
                    ([wrong], 400, "VALIDATION_ERROR"),
                    ([large], 400, "VALIDATION_ERROR"),
                    ([conflict], 409, "CONFLICT"),
                    ([conflict, conflict], 409, "CONFLICT"),
                    ([conflict, wrong], 400, "VALIDATION_ERROR"),
                ]
        )
        {
            var answer = await client.RecordAsync($"[{string.Join(',', items)}]", mediaType);

            Assert.Equal((status, code, items.Length), (answer.Status, answer.Code, answer.Data.GetArrayLength()));
            Assert.Equal(["success", "error", "code", "data"], answer.Json.EnumerateObject().Select(member => member.Name));
            Assert.False(answer.Json.GetProperty("success").GetBoolean());
            Assert.StartsWith("No event of the batch was recorded. Event 1: ", answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Problem_details_have_the_results_too()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        foreach (var (batch, status) in ((string, int)[])[("[{}]", 400), ($"[{{}},{AnEvent.Json("a")}]", 207)])
        {
            var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/events", batch, Batch, "Accept: application/problem+json");

            Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Header("content-type")));
            Assert.Equal(
                ["type", "title", "status", "detail", "code", "data"],
                answer.Json.EnumerateObject().Select(member => member.Name)
            );
            Assert.Equal(400, StatusOf(answer.Data[0]));
        }
    }

    private static int StatusOf(JsonElement item) => item.GetProperty("status").GetInt32();

    private static IEnumerable<string> EventsOf(Answer answer) =>
        answer.Data.EnumerateArray().Select(item => item.GetProperty("event").GetRawText());
}
