using System.Net;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

public sealed class RecordingAnEventTests
{
    [Fact]
    public async Task An_event_is_recorded_and_read_back()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        using var posted = await client.PostEventAsync(
            """{"specversion":"1.0","type":"deployment","source":"BE","time":"NOW","id":"e-1"}"""
        );
        using var read = await client.GetAsync(new Uri("/api/v1/events/e-1", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal((await posted.ReadJsonAsync()).GetRawText(), (await read.ReadJsonAsync()).GetRawText());
    }
}
