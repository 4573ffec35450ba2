using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The pages under /settings.</summary>
internal sealed class SettingsPage(IPage page)
{
    public ILocator Dialog => page.GetByRole(AriaRole.Dialog);

    /// <summary>A new key, which can be read only now.</summary>
    public ILocator Secret => Dialog.GetByRole(AriaRole.Textbox, new() { Name = "Key" });

    public ILocator Context => page.GetByRole(AriaRole.Textbox, new() { Name = "Business context, in Markdown" });

    /// <summary>The row of a key.</summary>
    public ILocator Key(string name) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = name }) });

    public async Task OpenAsync(string name)
    {
        await page.GotoAsync("/settings/" + name);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First).ToBeVisibleAsync();
    }

    public async Task<string> MakeKeyAsync(string name)
    {
        await Button("New key").ClickAsync();
        await Dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        return await Secret.InputValueAsync();
    }

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Saves, and waits until it is said to be saved.</summary>
    public async Task SaveAsync()
    {
        await Button("Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
    }
}
