using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.EventGrid;

/// <summary>The topic that tests and trying out rely on refuses what Event Grid would refuse.</summary>
[Layer(Layer.Process)]
public sealed class LocalTopicTests : IAsyncLifetime
{
    private const string Batch = "application/cloudevents-batch+json";
    private const string Good = """{"specversion":"1.0","id":"e","source":"BE","type":"t"}""";

    private readonly List<JsonElement> _delivered = [];
    private LocalTopic _topic = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await LocalTopic.StartAsync(_delivered.Add);
        _client = new HttpClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _topic.DisposeAsync();
    }

    [Theory]
    [InlineData("[" + Good + "]")]
    [InlineData("[" + Good + "," + Good + "]")]
    [InlineData("[]")]
    [InlineData(
        """[{"specversion":"1.0","id":"e","source":"BE","type":"t","time":"2026-01-01T00:00:00Z","ext1":true,"run":7,"data":"""
            + """{"any":[null]}}]"""
    )]
    public async Task It_takes_CloudEvents(string body) => Assert.Equal(200, await PostAsync(body));

    [Theory]
    [InlineData(Good)]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("[" + Good + """,{"specversion":"1.0","id":"e","source":"BE"}]""")]
    [InlineData("""[{"specversion":"0.3","id":"e","source":"BE","type":"t"}]""")]
    [InlineData("""[{"specversion":"1.0","id":"","source":"BE","type":"t"}]""")]
    [InlineData("""[{"specversion":"1.0","id":1,"source":"BE","type":"t"}]""")]
    [InlineData("""[{"specversion":"1.0","id":"e","source":"BE","type":"t","subject":null}]""")]
    [InlineData("""[{"specversion":"1.0","id":"e","source":"BE","type":"t","createdAt":"x"}]""")]
    [InlineData("""[{"specversion":"1.0","id":"e","source":"BE","type":"t","ext":{}}]""")]
    [InlineData("""[{"specversion":"1.0","id":"e","source":"BE","type":"t","time":"yesterday"}]""")]
    public async Task A_batch_with_anything_but_CloudEvents_is_refused_whole(string body)
    {
        Assert.Equal(400, await PostAsync(body));
        Assert.Empty(_delivered);
    }

    [Theory]
    [InlineData("application/json", 415)]
    [InlineData("application/cloudevents+json", 415)]
    [InlineData(Batch + "; charset=utf-8", 200)]
    public async Task It_wants_the_media_type_of_a_batch(string type, int status) =>
        Assert.Equal(status, await PostAsync("[]", type: type));

    [Fact]
    public async Task It_wants_its_key() => Assert.Equal(401, await PostAsync("[]", key: "another"));

    [Fact]
    public async Task It_wants_the_version_of_the_api() => Assert.Equal(400, await PostAsync("[]", query: ""));

    [Fact]
    public async Task It_wants_no_more_than_a_mebibyte() => Assert.Equal(413, await PostAsync("[" + new string(' ', 1024 * 1024) + "]"));

    [Fact]
    public async Task It_does_not_read_a_body_of_any_size()
    {
        var (taken, _) = await BodyFlood.SendAsync(
            _topic.Endpoint,
            "POST",
            "/api/events",
            [],
            64 << 20,
            isChunked: false,
            new byte[65_536]
        );

        Assert.InRange(taken, 0, (4 << 20) + BodyFlood.MaxInBuffers);
    }

    [Fact]
    public async Task With_one_switch_the_program_prints_what_a_subscriber_would_get()
    {
        using var folder = new TemporaryFolder();
        await using var program = await OpsTrailsProcess.StartAsync(folder.Path, "OpsTrails:EventGrid:Local=true");
        using var client = program.ClientWith(await program.CreateKeyAsync());

        await client.RecordAsync(AnEvent.Json("e", subject: "PRODUCTION", version: "1.2.3"));

        await Eventually.TrueAsync(() => program.Output.Contains("topic <- ", StringComparison.Ordinal));
        var line = program.Output.Split('\n').Single(line => line.StartsWith("topic <- ", StringComparison.Ordinal));
        var e = JsonElement.Parse(line["topic <- ".Length..]);
        Assert.Equal(
            ("e", "PRODUCTION", "1.2.3"),
            (FakeTopic.IdOf(e), e.GetProperty("subject").GetString(), e.GetProperty("version").GetString())
        );
        Assert.Contains("Events are published to a local topic at http://127.0.0.1:", program.Output, StringComparison.Ordinal);
    }

    private async Task<int> PostAsync(string body, string type = Batch, string? key = null, string query = "?api-version=2018-01-01")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_topic.Endpoint, query))
        {
            Content = new StringContent(body, Encoding.UTF8),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Add("aeg-sas-key", key ?? _topic.Key);
        using var response = await _client.SendAsync(request);
        Assert.Equal(
            response.StatusCode != HttpStatusCode.OK,
            (await response.Content.ReadAsStringAsync()).Contains("\"error\"", StringComparison.Ordinal)
        );
        return (int)response.StatusCode;
    }
}
