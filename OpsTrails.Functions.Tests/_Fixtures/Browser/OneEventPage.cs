using Microsoft.Playwright;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The page of an event.</summary>
internal sealed class OneEventPage(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>What changed before, the likeliest first.</summary>
    public ILocator Ranked => Region("Changes before").Locator("ol.ranked > li");

    /// <summary>What followed in the same system or environment, the earliest first.</summary>
    public ILocator Followed => Region("Events within a day after").Locator(":scope > ol > li");

    public ILocator FollowedElsewhere => Region("Events within a day after").Locator("details li");

    public ILocator History => page.GetByRole(AriaRole.Region, new() { NameRegex = new("^History of") }).GetByRole(AriaRole.Listitem);

    public ILocator Brief => page.GetByRole(AriaRole.Region, new() { Name = "Brief" });

    /// <summary>The way to the page of the event that a line is of.</summary>
    public static ILocator LinkOf(ILocator line) => line.Locator("a[href^='/events/']").First;

    /// <summary>The ids of the events that lines lead to.</summary>
    public static async Task<IReadOnlyList<string>> IdsOfAsync(ILocator lines) =>
        await lines.EvaluateAllAsync<string[]>(
            "lines => lines.map((line) => decodeURIComponent(new URL(line.querySelector(\"a[href^='/events/"
                + "']\").href).pathname.slice('/events/'.length)))"
        );

    private ILocator Region(string name) => page.GetByRole(AriaRole.Region, new() { Name = name });
}
