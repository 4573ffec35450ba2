using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

public sealed class GetEventByRefTests : IAsyncLifetime
{
    private readonly string _hash = EventIdentity.Hash("run-4711");
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        // With a frozen clock, an answer comes when its event is written completely.
        _app = await TestApp.StartAsync(configure: TestClock.AtPresent().AddTo);
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(6, "")]
    [InlineData(8, "")]
    [InlineData(8, "%23")]
    [InlineData(31, "")]
    [InlineData(32, "%23")]
    public async Task An_event_is_found_by_its_ref_of_any_length(int length, string sign)
    {
        await _client.RecordAsync(AnEvent.Json("run-4711"));
        await _client.RecordAsync(AnEvent.Json("run-4712"));

        var answer = await _client.AskAsync($"/api/v1/events/{sign}{_hash[..length]}");

        Assert.Equal(200, answer.Status);
        Assert.Equal("run-4711", answer.Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_id_that_reads_like_a_ref_wins_over_it()
    {
        await _client.RecordAsync(AnEvent.Json("run-4711"));
        await _client.RecordAsync(AnEvent.Json(_hash[..8]));

        var byId = await _client.AskAsync("/api/v1/events/" + _hash[..8]);
        var byRef = await _client.AskAsync("/api/v1/events/" + _hash[..9]);

        Assert.Equal((_hash[..8], "run-4711"), (byId.Data.GetProperty("id").GetString(), byRef.Data.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_ref_of_several_events_is_refused_with_their_ids_and_more_digits_tell_which()
    {
        var (one, other) = TwoIdsOfOneRef();
        await _client.RecordAsync(AnEvent.Json(one));
        await _client.RecordAsync(AnEvent.Json(other));

        var open = await _client.AskAsync("/api/v1/events/" + EventIdentity.Hash(one)[..6]);
        var closed = await _client.AskAsync("/api/v1/events/" + EventIdentity.Hash(one)[..20]);

        Assert.Equal((400, "VALIDATION_ERROR"), (open.Status, open.Code));
        Assert.StartsWith("id: 2 events have this ref, ", open.Error, StringComparison.Ordinal);
        Assert.Contains($"\"{one}\" of \"BE\"", open.Error, StringComparison.Ordinal);
        Assert.Contains($"\"{other}\" of \"BE\"", open.Error, StringComparison.Ordinal);
        Assert.Equal(one, closed.Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Of_an_ambiguous_ref_at_most_ten_events_are_named()
    {
        foreach (var i in Enumerable.Range(0, 12))
            await _client.RecordAsync(AnEvent.Json("run-4711", "source-" + i.ToString(CultureInfo.InvariantCulture)));

        var answer = await _client.AskAsync("/api/v1/events/" + _hash[..8]);

        Assert.Equal(400, answer.Status);
        Assert.Equal(10, answer.Error.Split("\"run-4711\" of ").Length - 1);
        Assert.Contains(" and 2 more;", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_that_share_an_id_share_its_ref_and_source_tells_which()
    {
        await _client.RecordAsync(AnEvent.Json("run-4711", "BE"));
        await _client.RecordAsync(AnEvent.Json("run-4711", "FE"));

        var answer = await _client.AskAsync($"/api/v1/events/{_hash[..8]}?source=FE");

        Assert.Equal("FE", answer.Data.GetProperty("source").GetString());
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 8)]
    public async Task Digits_that_are_too_few_or_of_no_event_find_nothing(int from, int length)
    {
        await _client.RecordAsync(AnEvent.Json("run-4711"));

        var answer = await _client.AskAsync($"/api/v1/events/{_hash[from..(from + length)]}");

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_ref_of_another_organization_finds_nothing()
    {
        await _app.RecordAsync([AnEvent.Json("run-4711")], OrganizationId.Parse(_app.Organization.Value + "x"));

        var answer = await _client.AskAsync("/api/v1/events/" + _hash[..8]);

        Assert.Equal(404, answer.Status);
    }

    [Fact]
    public async Task A_ref_costs_one_request_more_than_an_id()
    {
        await _app.RecordAsync([AnEvent.Json("run-4711")]);
        await _client.AskAsync("/api/v1/events/run-4711");

        using var byId = new StorageRequests(_app);
        await _client.AskAsync("/api/v1/events/run-4711");
        Assert.Equal("events read 1, ledger query 1", byId.ListingWithout("keys"));

        using var byRef = new StorageRequests(_app);
        await _client.AskAsync("/api/v1/events/" + _hash[..8]);
        Assert.Equal("events read 1, ledger query 2", byRef.ListingWithout("keys"));
    }

    private static (string One, string Other) TwoIdsOfOneRef()
    {
        var ids = Enumerable.Range(0, 30_000).Select(i => "e-" + i.ToString(CultureInfo.InvariantCulture));
        var two = ids.GroupBy(id => EventIdentity.Hash(id)[..6]).First(group => group.Count() > 1).ToList();
        return (two[0], two[1]);
    }
}
