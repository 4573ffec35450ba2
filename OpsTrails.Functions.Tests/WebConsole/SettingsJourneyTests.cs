using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Keys, the business context and the settings of the organization, as an owner changes them.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class SettingsJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private TestApp _app = null!;
    private ConsoleWindow _window = null!;

    private SettingsPage Settings => _window.Settings;

    [Fact]
    public async Task A_key_that_was_not_copied_is_not_lost_by_closing_once()
    {
        await Settings.OpenAsync("keys");
        var secret = await Settings.MakeKeyAsync("pipeline");

        await _window.Page.Keyboard.PressAsync("Escape");
        await Expect(Settings.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("haven't copied the key");
        await Expect(Settings.Secret).ToHaveValueAsync(secret);
        await Settings.Dialog.GetByRole(AriaRole.Button, new() { Name = "Close without copying" }).ClickAsync();

        await Expect(Settings.Dialog).ToHaveCountAsync(0);
        await Expect(Settings.Key("pipeline")).ToBeVisibleAsync();
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task A_key_that_was_copied_closes_at_once_and_is_revoked_by_its_name()
    {
        await _window.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Settings.OpenAsync("keys");
        var secret = await Settings.MakeKeyAsync("pipeline");
        var copy = Settings.Dialog.GetByRole(AriaRole.Button, new() { Name = "Copy key" });
        await _window.PressAndHearAsync(copy, copy, "Copied");
        await Settings.Dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(Settings.Dialog).ToHaveCountAsync(0);
        Assert.Equal(secret, await _window.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        using var pipeline = _app.ClientWith(secret);
        Assert.Equal(200, (await pipeline.AskAsync("/api/v1/events")).Status);

        await Settings.Button("Revoke pipeline").ClickAsync();
        await Expect(Settings.Dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" })).ToBeDisabledAsync();
        await Settings.Dialog.GetByRole(AriaRole.Textbox, new() { Name = "Type the key name" }).FillAsync("pipeline");
        await Settings.Dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();

        await Expect(_window.Page.GetByText("Key pipeline revoked.")).ToBeVisibleAsync();
        await Expect(Settings.Key("pipeline")).ToHaveCountAsync(0);
        await _window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Show 1 revoked or expired" }).CheckAsync();
        await Expect(Settings.Key("pipeline")).ToContainTextAsync("Revoked");
        await Eventually.TrueAsync(async () => (await pipeline.AskAsync("/api/v1/events")).Status == 401);
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task What_is_written_as_context_is_what_an_assistant_reads()
    {
        await Settings.OpenAsync("context");
        await Settings.Context.FillAsync("**BE** is the shop's backend; on call: team Falcon.");
        await Settings.SaveAsync();

        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync("READ_ONLY"));
        var read = await assistant.CallAsync("get_organization_context");

        Assert.Contains("on call: team Falcon", read.Text, StringComparison.Ordinal);
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task Two_who_write_the_context_at_once_see_both_texts_and_choose()
    {
        await Settings.OpenAsync("context");
        await using var other = await browser.SignInAsync(_app);
        await other.Settings.OpenAsync("context");
        await other.Settings.Context.FillAsync("theirs");
        await other.Settings.SaveAsync();

        await Settings.Context.FillAsync("mine");
        await Settings.Button("Save").ClickAsync();
        await Expect(Settings.Dialog.GetByLabel("Their text")).ToHaveTextAsync("theirs");
        await Expect(Settings.Dialog.GetByLabel("Your text")).ToHaveTextAsync("mine");
        await Settings.Button("Keep editing").ClickAsync();
        await Expect(Settings.Dialog).ToHaveCountAsync(0);
        await Expect(Settings.Context).ToHaveValueAsync("mine");
        await Settings.Button("Save").ClickAsync();
        await Settings.Button("Overwrite with mine").ClickAsync();

        await Expect(_window.Page.GetByText("Saved. Assistants now read this version.")).ToBeVisibleAsync();
        await Expect(Settings.Dialog).ToHaveCountAsync(0);
        using var reader = await _app.ClientWithKeyAsync("READ_ONLY");
        Assert.Equal("mine", (await reader.GetJsonAsync("/api/v1/context")).GetProperty("data").GetProperty("text").GetString());
        Assert.All(_window.Wrong, wrong => Assert.StartsWith("409: PUT", wrong, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_are_saved_and_are_there_again_after_a_reload()
    {
        await Settings.OpenAsync("organization");
        var name = _window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true });
        await name.FillAsync("Contoso");
        await _window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Time zone" }).FillAsync("Europe/Warsaw");
        await Settings.Button("Add ladder").ClickAsync();
        await _window.Page.GetByLabel("Ladder 1, stage 1").FillAsync("STAGING");
        await Settings.Button("Add stage").ClickAsync();
        await _window.Page.GetByLabel("Ladder 1, stage 2").FillAsync("PRODUCTION");
        await Settings.SaveAsync();
        await _window.Page.ReloadAsync();

        await Expect(name).ToHaveValueAsync("Contoso");
        await Expect(_window.Page.GetByLabel("Ladder 1, stage 2")).ToHaveValueAsync("PRODUCTION");
        using var reader = await _app.ClientWithKeyAsync("READ_ONLY");
        Assert.Equal(
            "Europe/Warsaw",
            (await reader.GetJsonAsync("/api/v1/settings")).GetProperty("data").GetProperty("timeZone").GetString()
        );
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task Leaving_with_unsaved_changes_asks_first()
    {
        await Settings.OpenAsync("context");
        await Settings.Context.FillAsync("half a thought");
        var events = _window.Page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true });
        await events.ClickAsync();
        await Settings.Button("Stay").ClickAsync();
        await Expect(Settings.Dialog).ToHaveCountAsync(0);
        await Expect(Settings.Context).ToHaveValueAsync("half a thought");

        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _window.Page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };
        await _window.Page.CloseAsync(new() { RunBeforeUnload = true });
        Assert.Equal(
            "beforeunload",
            await asked.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken)
        );

        await events.ClickAsync();
        await Settings.Button("Discard changes and leave").ClickAsync();
        await Expect(_window.Page).ToHaveURLAsync(new Uri(_app.Client.BaseAddress!, "/events").ToString());
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
}
