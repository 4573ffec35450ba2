using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Every page, in both themes: what axe finds against WCAG 2.2 up to AA, and in one whether a phone shows it whole.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class AccessibilityTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },

        // Of what axe has no objection to, one element is described and not each: most of its time went there.
        ResultTypes = [ResultType.Violations],
    };

    private static readonly string[] Pages =
    [
        "/events?from=-30d",
        "/events?from=-30d&q=nothing-has-this-name",
        "/",
        "/compare?from=BRAND-A-STAGING&to=BRAND-A-PRODUCTION",
        "/incidents",
        "/events/" + IncidentId + "?source=BE",
        "/settings/keys",
        "/settings/context",
        "/settings/assistant",
        "/settings/organization",
        "/settings/names",
        "/settings/types",
        "/settings/people",
        "/settings/audit",
    ];

    public static TheoryData<string, ColorScheme> PagesInBothThemes { get; } =
    [.. Pages.SelectMany(page => (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark], (page, scheme) => (page, scheme))];

    private static string IncidentId => McpDemo.Month.Where(e => e is { Type: "incident", Source: "BE" }).MaxBy(e => e.Time)!.Id;

    [Theory]
    [MemberData(nameof(PagesInBothThemes))]
    public async Task A_page_has_nothing_that_axe_objects_to(string address, ColorScheme scheme)
    {
        await using var window = await browser.OpenOnDemoAsync(demo.App, scheme, 1280);
        foreach (var width in scheme == ColorScheme.Light ? (int[])[1280, 360] : [1280])
        {
            await window.Page.SetViewportSizeAsync(width, width < 600 ? 720 : 800);
            await window.Page.GotoAsync(address);
            await window.WhenDrawnAsync();

            await AssertCleanAsync(window);
            Assert.Equal(0, await window.OverflowAsync());
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_way_in_and_the_first_minute_have_nothing_that_axe_objects_to(ColorScheme scheme)
    {
        await using var app = await TestApp.StartAsync(configure: TestClock.At(McpDemo.Now).AddTo);
        await using var window = await browser.OpenOnDemoAsync(app, scheme, 360);

        await window.Page.GotoAsync("/");
        await window.WhenDrawnAsync();
        await AssertCleanAsync(window);

        await window.Page.Context.ClearCookiesAsync();
        await window.Page.GotoAsync("/sign-in#" + new string('a', 43));
        await window.WhenDrawnAsync();
        await AssertCleanAsync(window);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task The_team_and_the_ways_in_have_nothing_that_axe_objects_to(ColorScheme scheme, int width)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var app = await TestApp.StartAsync(settings: provider.Settings);
        using var owner = await Browser.SignInAsync(app);
        using var member = await ProviderVisit.JoinAsync(app, provider, owner, "MEMBER", "somebody-with-" + new string('x', 60));
        var invitation = await owner.Client.InviteAsync("VIEWER");
        await member.Client.AskAsync(
            HttpMethod.Post,
            "/api/v1/filters",
            """{"name":"Production","query":"subject:PRODUCTION severity>=MAJOR type:deployment type:rollback","range":"-30d"}"""
        );
        await using var window = await browser.OpenAsAsync(
            app,
            owner,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        foreach (var address in (string[])["/settings/people", "/settings/audit", "/invitation#" + invitation, "/events"])
        {
            await window.Page.GotoAsync(address);
            await window.WhenDrawnAsync();
            await AssertCleanAsync(window);
            Assert.Equal(0, await window.OverflowAsync());
        }

        await window.Page.Locator("details.saved > summary").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "severity>=MAJOR" })).ToBeVisibleAsync();
        await AssertCleanAsync(window);
        await window.Settings.OpenAsync("people");
        await window.Settings.Button("New invitation").ClickAsync();
        await Expect(window.Settings.Dialog).ToBeVisibleAsync();
        await AssertCleanAsync(window);
        await window.Page.Context.ClearCookiesAsync();
        await window.Page.GotoAsync("/sign-in?failed=not-invited");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Test ID" })).ToBeVisibleAsync();
        await AssertCleanAsync(window);
    }

    internal static async Task AssertCleanAsync(ConsoleWindow window)
    {
        var found = await window.Page.RunAxe(Rules);
        Assert.Empty(
            found.Violations.Select(violation =>
                $"{violation.Id} on {window.Page.Url}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"
            )
        );
    }
}
