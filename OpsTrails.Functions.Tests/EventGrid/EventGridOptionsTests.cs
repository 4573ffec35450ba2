using Microsoft.Extensions.Configuration;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.EventGrid;

public sealed class EventGridOptionsTests
{
    private const string Url = "https://name.region-1.eventgrid.azure.net/api/events";

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, null, true)]
    [InlineData(Url, null, false)]
    [InlineData(Url, "key", false)]
    [InlineData("http://127.0.0.1:7000/api/events", "key", false)]
    public void Valid_settings_are_accepted(string? endpoint, string? key, bool local) => Assert.Empty(ErrorsOf(endpoint, key, local));

    [Theory]
    [InlineData("nonsense", null, false, "Endpoint", "must be the https URL")]
    [InlineData("/api/events", null, false, "Endpoint", "must be the https URL")]
    [InlineData("ftp://name/api/events", "key", false, "Endpoint", "must be the https URL")]
    [InlineData("http://127.0.0.1:7000/api/events", null, false, "Endpoint", "is an http URL")]
    [InlineData(Url, "", false, "Key", "must be an access key")]
    [InlineData(Url, "two words", false, "Key", "must be an access key")]
    [InlineData(null, "key", false, "Key", "without OpsTrails:EventGrid:Endpoint")]
    [InlineData(Url, "key", true, "Local", "can't be combined")]
    public void An_invalid_setting_is_reported_in_one_sentence(string? endpoint, string? key, bool local, string setting, string rule)
    {
        var error = Assert.Single(ErrorsOf(endpoint, key, local));

        Assert.StartsWith($"The setting OpsTrails:EventGrid:{setting} ", error, StringComparison.Ordinal);
        Assert.Contains(rule, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_greeting_names_the_topic_and_not_the_key()
    {
        await using var topic = await FakeTopic.StartAsync();
        await using var app = await TestApp.StartAsync(settings: topic.Settings);

        var said = EventGridFeature.Describe(app.Services);

        Assert.StartsWith("Events are published to the topic http://127.0.0.1:", said, StringComparison.Ordinal);
        Assert.DoesNotContain(topic.Settings[1].Split('=')[1], said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_greeting_says_when_there_is_no_topic()
    {
        await using var app = await TestApp.StartAsync();

        Assert.StartsWith(
            "No Event Grid topic is configured, so events are not published",
            EventGridFeature.Describe(app.Services),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Under_a_functions_host_a_local_topic_would_lose_everything_so_the_program_does_not_start()
    {
        var failure = await Assert.ThrowsAsync<StartupException>(() => TestApp.StartUnderHostAsync(null, "OpsTrails:EventGrid:Local=true"));

        Assert.Contains("OpsTrails:EventGrid:Local", failure.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ErrorsOf(string? endpoint, string? key, bool local)
    {
        var options = new OpsTrailsOptions
        {
            EventGrid = new EventGridOptions
            {
                Endpoint = endpoint,
                Key = key,
                Local = local,
            },
        };
        return new OpsTrailsOptionsValidator(FunctionsHost.None(new ConfigurationBuilder().Build())).Validate(null, options).Failures ?? [];
    }
}
