using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Going anywhere by a few letters.</summary>
internal sealed class Palette(IPage page)
{
    public ILocator Dialog => page.GetByRole(AriaRole.Dialog, new() { Name = "Go to" });

    public ILocator Input => Dialog.GetByRole(AriaRole.Combobox);

    public ILocator Options => Dialog.GetByRole(AriaRole.Option);

    public ILocator Chosen => Dialog.GetByRole(AriaRole.Option, new() { Selected = true });

    public async Task OpenAsync(string keys = "Control+k")
    {
        await page.Keyboard.PressAsync(keys);
        await Expect(Input).ToBeFocusedAsync();
    }

    /// <summary>Types, sees what is chosen, and goes there; by keys alone.</summary>
    public async Task GoAsync(string text, string kind)
    {
        await OpenAsync();
        await page.Keyboard.TypeAsync(text);
        await Expect(Chosen).ToContainTextAsync(kind);
        await page.Keyboard.PressAsync("Enter");
        await Expect(Dialog).ToBeHiddenAsync();
    }
}
