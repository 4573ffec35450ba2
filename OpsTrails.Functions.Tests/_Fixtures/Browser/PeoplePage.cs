using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Who is in the team, and whom one invites.</summary>
internal sealed class PeoplePage(IPage page)
{
    public ILocator NewInvitation => page.GetByRole(AriaRole.Button, new() { Name = "New invitation" });

    public ILocator Said => page.GetByRole(AriaRole.Status);

    public async Task OpenAsync()
    {
        await page.GotoAsync("/settings/people");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "People", Level = 2 })).ToBeVisibleAsync();
    }

    public ILocator Person(string name) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = name }) });

    public ILocator RoleOf(string name) => page.GetByRole(AriaRole.Combobox, new() { Name = "Role of " + name });

    /// <summary>Makes an invitation.</summary>
    /// <returns>Its link, without where the program is.</returns>
    public async Task<string> InviteAsync(string role, string note)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await NewInvitation.ClickAsync();
        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new("^" + role) }).CheckAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Note" }).FillAsync(note);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        var link = await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Link" }).InputValueAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        return new Uri(link).GetComponents(UriComponents.Path | UriComponents.KeepDelimiter | UriComponents.Fragment, UriFormat.UriEscaped);
    }
}
