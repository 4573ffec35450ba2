using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Http;
using CloudNative.CloudEvents.SystemTextJson;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>What the CloudEvents SDK for .NET sends is taken, and one event in both modes is one event.</summary>
public sealed class DotNetSdkTests
{
    private static readonly CloudEventAttribute Retries = CloudEventAttribute.CreateExtension("retries", CloudEventAttributeType.Integer);
    private static readonly CloudEventAttribute Sampled = CloudEventAttribute.CreateExtension("sampled", CloudEventAttributeType.Boolean);

    [Theory]
    [InlineData(ContentMode.Binary, ContentMode.Structured, true)]
    [InlineData(ContentMode.Binary, ContentMode.Structured, false)]
    [InlineData(ContentMode.Structured, ContentMode.Binary, true)]
    [InlineData(ContentMode.Structured, ContentMode.Binary, false)]
    public async Task One_event_in_both_modes_is_recorded_once(ContentMode first, ContentMode second, bool hasData)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var e = NewEvent(hasData ? new { a = 1, text = "Köln 🚀" } : null);

        var recorded = await PostAsync(client, e, first);
        var repeated = await PostAsync(client, e, second);

        Assert.Equal((201, 200), (recorded.Status, repeated.Status));
        Assert.Equal(recorded.Body, repeated.Body);
        Assert.Equal("Köln STAGING", repeated.Data.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_batch_is_recorded()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        using var content = ((CloudEvent[])[NewEvent(new { n = 1 }), NewEvent(null)]).ToHttpContent(new JsonEventFormatter());

        using var response = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        var answer = await Answer.OfAsync(response);

        Assert.Equal((200, 2), (answer.Status, answer.Data.GetArrayLength()));
    }

    private static CloudEvent NewEvent(object? data) =>
        new(CloudEventsSpecVersion.V1_0, [Retries, Sampled])
        {
            Id = Guid.NewGuid().ToString(),
            Type = "deployment",
            Source = new Uri("//github.com/acme/billing", UriKind.RelativeOrAbsolute),
            Subject = "Köln STAGING",
            Time = TimeProvider.System.GetUtcNow(),
            [Retries] = 3,
            [Sampled] = true,
            ["version"] = "1.4.2",
            Data = data,
        };

    private static async Task<Answer> PostAsync(HttpClient client, CloudEvent e, ContentMode mode)
    {
        using var content = e.ToHttpContent(mode, new JsonEventFormatter());
        using var response = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        return await Answer.OfAsync(response);
    }
}
