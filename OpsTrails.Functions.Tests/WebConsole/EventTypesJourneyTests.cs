using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>What the organization's types mean, as an owner corrects it.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class EventTypesJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private TestApp _app = null!;
    private ConsoleWindow _window = null!;

    private SettingsPage Settings => _window.Settings;

    [Fact]
    public async Task A_corrected_type_changes_what_the_grid_says_runs_and_what_an_event_is_taken_for()
    {
        using var pipeline = await _app.ClientWithKeyAsync();
        await pipeline.PostEventAsync(EventOf("deployed", "deployment", "1.0.0", 2));
        await pipeline.PostEventAsync(EventOf("noted", "nightly", "2.0.0", 1));
        await _window.Grid.OpenAsync();
        await Expect(await _window.Grid.CellAsync("BE", "PRODUCTION")).ToContainTextAsync("2.0.0");

        await Settings.OpenAsync("types");
        await Expect(Settings.Key("nightly")).ToContainTextAsync("other");
        await _window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Kind of nightly" }).SelectOptionAsync("pipeline");
        await _window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Phase or outcome of nightly" }).SelectOptionAsync("failed");
        await Settings.Button("Save nightly").ClickAsync();

        await Expect(Settings.Key("nightly")).ToContainTextAsync("Saved. It counts for past events too.");
        await Expect(Settings.Key("nightly")).ToContainTextAsync("pipeline, failed");
        await Expect(Settings.Key("nightly")).ToContainTextAsync("set by your team");
        await Expect(_window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Kind of nightly" })).ToBeFocusedAsync();
        await _window.Grid.OpenAsync();
        await Expect(await _window.Grid.CellAsync("BE", "PRODUCTION")).ToContainTextAsync("1.0.0");
        await _window.Page.GotoAsync("/events/noted?source=BE");
        await Expect(_window.Page.GetByText("Taken for: pipeline, failed. Doesn't change what runs.")).ToBeVisibleAsync();
        await _window.Page.GetByText("Raw event").ClickAsync();
        await Expect(_window.Page.GetByLabel("Event as JSON")).ToContainTextAsync("nightly");
        await Expect(_window.Page.GetByLabel("Event as JSON")).Not.ToContainTextAsync("opstrails");
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task Two_who_correct_types_at_once_lose_nothing()
    {
        using var pipeline = await _app.ClientWithKeyAsync();
        await pipeline.PostEventAsync(EventOf("one", "nightly", "1.0.0", 2));
        await pipeline.PostEventAsync(EventOf("other", "go-live", "1.0.0", 1));
        await Settings.OpenAsync("types");
        await using var colleague = await browser.SignInAsync(_app);
        await colleague.Settings.OpenAsync("types");
        await CorrectAsync(colleague, "go-live", "release");
        await Expect(colleague.Settings.Key("go-live")).ToContainTextAsync("Saved.");

        await CorrectAsync(_window, "nightly", "pipeline");
        await Expect(Settings.Key("nightly").GetByRole(AriaRole.Alert)).ToContainTextAsync("Someone else changed the settings");
        await Expect(Settings.Key("go-live")).ToContainTextAsync("release");
        await Settings.Button("Save nightly").ClickAsync();

        await Expect(Settings.Key("nightly")).ToContainTextAsync("Saved.");
        await _window.Page.ReloadAsync();
        await Expect(_window.Page.GetByText("set by your team")).ToHaveCountAsync(2);
        Assert.All(_window.Wrong, wrong => Assert.StartsWith("409: PUT", wrong, StringComparison.Ordinal));
    }

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _window = await browser.SignInAsync(_app);
    }

    public async ValueTask DisposeAsync()
    {
        if (_window is not null)
            await _window.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private static async Task CorrectAsync(ConsoleWindow window, string type, string kind)
    {
        await window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Kind of " + type }).SelectOptionAsync(kind);
        await window.Settings.Button("Save " + type).ClickAsync();
    }

    private static string EventOf(string id, string type, string version, int hoursAgo)
    {
        var time = TimeProvider.System.GetUtcNow().AddHours(-hoursAgo);
        return $$"""
            {"specversion":"1.0","id":"{{id}}","type":"{{type}}","source":"BE","subject":"PRODUCTION",
            "time":"{{time:O}}","version":"{{version}}"}
            """;
    }
}
