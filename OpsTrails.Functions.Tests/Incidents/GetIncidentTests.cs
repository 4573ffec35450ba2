using OpsTrails.Core.Events;
using OpsTrails.Functions.Tests.Fixtures;
using static OpsTrails.Functions.Tests.Incidents.AnIncident;

namespace OpsTrails.Functions.Tests.Incidents;

public sealed class GetIncidentTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(configure: _clock.AddTo);
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task It_is_found_by_number_by_ref_and_by_the_id_of_any_of_its_events()
    {
        await _client.RecordAllAsync(
            Event("o", 60, number: "INC-7"),
            Event("u", 55, "incident.updated", number: "INC-7"),
            Event("other", 50)
        );

        foreach (var name in (string[])["INC-7", "o", "u", EventRef.Of("o").ToString(), EventRef.Of("u").ToString()])
        {
            var answer = await _client.AskAsync("/api/v1/incidents/" + name);

            Assert.True(answer.Status == 200, answer.Body);
            Assert.Equal("o", answer.Data.GetProperty("id").GetString());
            Assert.Equal(["o", "u"], answer.Data.GetProperty("events").Ids());
        }
        Assert.Equal("other", (await _client.AskAsync("/api/v1/incidents/other")).Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task It_has_the_changes_before_it()
    {
        await _client.RecordAllAsync(Event("deploy", 70, "deployment", version: "1.1"), Event("o", 60), Event("later", 50, "deployment"));

        var suspects = (await _client.AskAsync("/api/v1/incidents/o")).Data.GetProperty("suspects");

        Assert.Equal(
            ["deploy"],
            suspects.GetProperty("ranked").EnumerateArray().Select(ranked => ranked.GetProperty("event").GetProperty("id").GetString())
        );
        Assert.Equal(1, suspects.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_number_comes_before_a_ref()
    {
        var reference = EventRef.Of("o").ToString();
        await _client.RecordAllAsync(Event("o", 60), Event("numbered", 50, number: reference));

        var answer = await _client.AskAsync("/api/v1/incidents/" + reference);

        Assert.Equal("numbered", answer.Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Where_sources_share_a_number_one_is_chosen()
    {
        await _client.RecordAllAsync(Event("be", 60, number: "7"), Event("fe", 50, source: "FE", number: "7"));

        var both = await _client.AskAsync("/api/v1/incidents/7");
        var one = await _client.AskAsync("/api/v1/incidents/7?source=FE");
        var none = await _client.AskAsync("/api/v1/incidents/7?source=DB");

        Assert.Equal(400, both.Status);
        Assert.Equal("source: Incidents of 2 sources have this number: \"BE\", \"FE\"; send source to choose one", both.Error);
        Assert.Equal((200, "fe"), (one.Status, one.Data.GetProperty("id").GetString()));
        Assert.Equal(404, none.Status);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("deploy")]
    [InlineData("ffffffff")]
    public async Task What_is_no_incident_is_not_found(string name)
    {
        await _client.RecordAllAsync(Event("deploy", 70, "deployment"));

        var answer = await _client.AskAsync("/api/v1/incidents/" + name);

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }
}
