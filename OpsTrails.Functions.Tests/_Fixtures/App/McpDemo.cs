using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Commands;
using OpsTrails.Functions.Demo;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The program on a Friday afternoon, when the demo month has just ended; the same on every run.</summary>
public sealed class McpDemo : IAsyncLifetime
{
    internal static DateTimeOffset Now { get; } = new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero);

    internal static IReadOnlyList<DemoEvent> Month { get; } = DemoMonth.Until(Now);

    internal TestApp App { get; private set; } = null!;

    /// <summary>Of scope READ_WRITE, to which every tool is offered.</summary>
    internal string Key { get; private set; } = null!;

    internal string Endpoint => new Uri(App.Client.BaseAddress!, McpClients.Path).ToString();

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(configure: TestClock.At(Now).AddTo, settings: "OpsTrails:Mcp:AllowRecording=true");
        using var admin = await App.ClientWithKeyAsync("ADMIN");
        await DemoCommand.FillAsync(admin, App.Services.GetRequiredService<DemoRecorder>(), App.Organization, Month, TextWriter.Null);
        Key = await App.CreateKeyAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
