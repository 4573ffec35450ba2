using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Names that count as one, the archive, and the removal of events.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class NamesJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private TestApp _app = null!;
    private ConsoleWindow _window = null!;

    private IPage Page => _window.Page;

    [Fact]
    public async Task Two_environments_that_look_alike_are_merged_from_the_grid_and_the_merge_is_undone()
    {
        await RecordAsync(("one", "BE", "PRODUCTION", "1.0.0"), ("two", "BE", "prod", "2.0.0"));
        await _window.Grid.OpenAsync();
        await Expect(Page.GetByText("prod and PRODUCTION look alike")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Merge…" }).ClickAsync();

        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Keep" }).SelectOptionAsync("PRODUCTION");
        await _window.Settings.Button("Merge into PRODUCTION").ClickAsync();
        await Expect(Page.GetByText("Merged into PRODUCTION.")).ToBeVisibleAsync();
        await Expect(_window.Settings.Key("PRODUCTION")).ToContainTextAsync("prod");
        await _window.Grid.OpenAsync();
        await Expect(await _window.Grid.CellAsync("BE", "PRODUCTION")).ToContainTextAsync("2.0.0");
        await Expect(_window.Grid.ColumnHeaders).ToHaveCountAsync(2);

        await _window.Settings.OpenAsync("names");
        await _window.Settings.Button("Remove prod from PRODUCTION").ClickAsync();
        await _window.Settings.Button("Undo").ClickAsync();
        await Expect(Page.GetByText("Undone.")).ToBeVisibleAsync();
        await Expect(_window.Settings.Button("Remove prod from PRODUCTION")).ToBeVisibleAsync();
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task A_system_is_archived_by_the_keyboard_alone_and_brought_back()
    {
        await RecordAsync(("one", "BE", "PRODUCTION", "1.0.0"), ("two", "OLD", "PRODUCTION", "1.0.0"));
        await _window.Grid.OpenAsync();
        await (await _window.Grid.CellAsync("OLD", "PRODUCTION")).FocusAsync();
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(_window.Settings.Button("Actions for OLD")).ToBeFocusedAsync();
        foreach (var key in (string[])["Enter", "ArrowUp", "Enter"])
            await Page.Keyboard.PressAsync(key);
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Archive", Exact = true }).PressAsync("Enter");

        await Expect(Page.GetByText("1 archived system is hidden.")).ToBeVisibleAsync();
        await Expect(_window.Grid.RowHeaders).ToHaveCountAsync(1);
        await _window.Settings.Button("Show").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("[?&]archived=include"));
        await _window.Settings.Button("Bring back OLD").ClickAsync();

        await Expect(_window.Settings.Button("Actions for OLD")).ToHaveCountAsync(1);
        await Expect(Page.GetByText("1 archived system")).ToHaveCountAsync(0);
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task An_event_is_deleted_with_a_reason_that_the_audit_list_keeps()
    {
        await RecordAsync(("one", "BE", "PRODUCTION", "1.0.0"), ("two", "BE", "PRODUCTION", "2.0.0"));
        await Page.GotoAsync("/events/two?source=BE");
        await _window.Settings.Button("Delete event…").ClickAsync();
        var dialog = _window.Settings.Dialog;
        await Expect(dialog).ToContainTextAsync("deployment");
        var delete = dialog.GetByRole(AriaRole.Button, new() { Name = "Delete event", Exact = true });
        await Expect(delete).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FillAsync("Contains a password");
        await delete.ClickAsync();

        await Expect(Page).ToHaveURLAsync(new Uri(_app.Client.BaseAddress!, "/events").ToString());
        await Expect(_window.Events.Rows).ToHaveCountAsync(1);
        await Expect(_window.Events.Rows).ToContainTextAsync("1.0.0");
        await _window.Grid.OpenAsync();
        await Expect(await _window.Grid.CellAsync("BE", "PRODUCTION")).ToContainTextAsync("1.0.0");
        await _window.Settings.OpenAsync("audit");
        await Expect(Page.GetByText("deleted the event two of BE: Contains a password")).ToBeVisibleAsync();
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task The_demo_is_removed_and_the_way_in_is_at_home_again()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Load demo month" }).ClickAsync();
        await Expect(_window.Grid.Table).ToContainTextAsync("BRAND-A");

        await _window.Settings.OpenAsync("organization");
        await _window.Settings.Button("Remove demo events…").ClickAsync();
        await _window.Settings.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove demo events" }).ClickAsync();
        await Expect(Page.GetByText(new Regex("^Removed [1-9][0-9]* demo events\\.$"))).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = "Grid" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Record your first event" })).ToBeVisibleAsync();
        Assert.Empty(_window.Wrong);
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

    private async Task RecordAsync(params (string Id, string Source, string Subject, string Version)[] events)
    {
        using var pipeline = await Pipeline.OfAsync(_app);
        foreach (var e in events)
            await pipeline.SendAsync(e.Id, "deployment", e.Source, e.Subject, e.Version);
    }
}
