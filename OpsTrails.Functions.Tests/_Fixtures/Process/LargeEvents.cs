using System.Globalization;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A program of its own process with 12 MB of large events.</summary>
public sealed class LargeEvents : IAsyncLifetime
{
    internal const int Events = 200;
    internal const int EventBytes = 60_000;

    private readonly TemporaryFolder _folder = new();

    internal OpsTrailsProcess Program { get; private set; } = null!;

    /// <summary>Sends a key that reads.</summary>
    internal HttpClient Client { get; private set; } = null!;

    internal string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Program = await OpsTrailsProcess.StartAsync(_folder.Path, "OpsTrails:Live:MaxReadersPerKey=160");
        using var writer = Program.ClientWith(await Program.CreateKeyAsync());
        var text = new string('x', EventBytes);
        foreach (var batch in Enumerable.Range(0, Events).Chunk(10))
        {
            var events = batch.Select(i =>
                RecordedEvents.Json(i.ToString("D4", CultureInfo.InvariantCulture), "NOW", "BE", "STAGING", log: text)
            );
            using var response = await writer.PostEventAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json");
            Assert.DoesNotContain("error", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Key = await Program.CreateKeyAsync("READ_ONLY");
        Client = Program.ClientWith(Key);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Program is not null)
            await Program.DisposeAsync();
        _folder.Dispose();
    }
}
