using OpsTrails.Core.Demo;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>The program on a Friday afternoon, when the demo month has just ended; the same on every run.</summary>
internal sealed class McpDemo : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero);

    private McpDemo(TestApp app, string key)
    {
        App = app;
        Key = key;
        Endpoint = new Uri(app.Client.BaseAddress!, McpClients.Path);
    }

    public static IReadOnlyList<DemoEvent> Month { get; } = DemoMonth.Until(Now);

    public TestApp App { get; }

    /// <summary>Of scope READ_WRITE, to which every tool is offered.</summary>
    public string Key { get; }

    public Uri Endpoint { get; }

    public static async Task<McpDemo> StartAsync()
    {
        var app = await TestApp.StartAsync(configure: TestClock.At(Now).AddTo);
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        await DemoCommand.FillAsync(admin, Month, TextWriter.Null);
        return new McpDemo(app, await app.CreateKeyAsync());
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
