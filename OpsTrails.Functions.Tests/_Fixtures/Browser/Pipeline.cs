namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Whoever records events over HTTP while somebody looks at them.</summary>
/// <param name="client">Sends the key.</param>
/// <param name="settle">
/// Waits until what goes on behind an answer is done: one that is slow is given before the event is in every list.
/// </param>
internal sealed class Pipeline(HttpClient client, Func<Task>? settle = null) : IDisposable
{
    public static async Task<Pipeline> OfAsync(TestApp app) => new(await app.ClientWithKeyAsync(), app.SettleAsync);

    /// <returns>When it was answered, as a timestamp.</returns>
    public async Task<long> SendAsync(string json, string mediaType = "application/json")
    {
        using var response = await client.PostEventAsync(json, mediaType);
        var answered = TimeProvider.System.GetTimestamp();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        if (settle is not null)
            await settle();
        return answered;
    }

    /// <summary>Sends an event of now.</summary>
    public Task<long> SendAsync(
        string id,
        string type,
        string source,
        string? subject = null,
        string? version = null,
        string? severity = null,
        string? description = null,
        string? time = null
    ) => SendAsync(RecordedEvents.Json(id, time ?? "NOW", source, subject, type, severity, version, description));

    /// <summary>Sends up to 100 events at once.</summary>
    public async Task SendAllAsync(IEnumerable<string> events)
    {
        foreach (var batch in events.Chunk(100))
            await SendAsync($"[{string.Join(',', batch)}]", "application/cloudevents-batch+json");
    }

    public void Dispose() => client.Dispose();
}
