using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Meaning;

/// <summary>What an event means, where a request asks for it.</summary>
public sealed class IncludeMeaningTests(IncludeMeaningTests.Program program) : IClassFixture<IncludeMeaningTests.Program>
{
    private const string Failed = """{"kind":"deployment","phase":"finished","outcome":"failed","moves":false}""";

    private readonly HttpClient _client = program.Client;

    public sealed class Program : SharedProgram
    {
        internal HttpClient Client { get; private set; } = null!;

        private protected override async Task PrepareAsync()
        {
            Client = await App.ClientWithKeyAsync();
            await App.RecordAsync([RecordedEvents.Json("a", "2026-11-01T10:00:00Z", "BE", "STAGING", "deployment.failed", version: "1.0")]);
        }

        private protected override ValueTask EndAsync()
        {
            Client.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Theory]
    [InlineData("/api/v1/events?include=meaning")]
    [InlineData("/api/v1/events?after=begin&include=meaning")]
    public async Task A_list_gives_it_as_the_last_member_of_each_event(string address)
    {
        var e = Assert.Single((await _client.GetJsonAsync(address)).GetProperty("data").EnumerateArray());

        Assert.Equal(("opstrails", Failed), (e.EnumerateObject().Last().Name, e.EnumerateObject().Last().Value.GetRawText()));
    }

    [Fact]
    public async Task One_event_gives_it()
    {
        var e = (await _client.GetJsonAsync("/api/v1/events/a?include=meaning")).GetProperty("data");

        Assert.Equal(Failed, e.GetProperty("opstrails").GetRawText());
    }

    [Fact]
    public async Task A_stream_gives_it()
    {
        using var stream = await SseReader.OpenAsync(_client, "?after=begin&include=meaning");

        Assert.Equal(Failed, (await stream.NextEventAsync()).GetProperty("opstrails").GetRawText());
    }

    [Fact]
    public async Task A_type_gives_it_and_whether_the_settings_say_it()
    {
        var type = Assert.Single((await _client.GetJsonAsync("/api/v1/types?include=meaning")).GetProperty("data").EnumerateArray());

        Assert.Equal(Failed.Replace("}", ",\"mapped\":false}", StringComparison.Ordinal), type.GetProperty("meaning").GetRawText());
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/events/a")]
    [InlineData("/api/v1/events?after=begin")]
    [InlineData("/api/v1/types")]
    public async Task Without_the_parameter_there_is_none(string address)
    {
        var body = await _client.GetStringAsync(address, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("opstrails", body, StringComparison.Ordinal);
        Assert.DoesNotContain("meaning", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/events?include=cell")]
    [InlineData("/api/v1/events/a?include=story")]
    [InlineData("/api/v1/types?include=")]
    public async Task Anything_else_is_an_error_that_says_what_to_send(string address)
    {
        var answer = await _client.AskAsync(address);

        Assert.Equal(400, (int)answer.Status);
        Assert.Contains("include: ", answer.Body, StringComparison.Ordinal);
        Assert.Contains("meaning", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_cannot_use_its_name()
    {
        using var response = await _client.PostEventAsync(
            """{"specversion":"1.0","type":"deployment","source":"BE","time":"NOW","opstrails":"mine"}"""
        );

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(
            "opstrails: is added by the server",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }
}
