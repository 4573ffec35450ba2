using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Systems and environments under real names, over one program.</summary>
public sealed class NamedSystems : IAsyncLifetime
{
    public const string Checkout = "//github.com/acme-corporation/some-long-service-name-checkout-service";
    public const string Orders = "//github.com/acme-corporation/orders-service";
    public const string Sha = "7b52009b64fd0a2a49e6d8a939753077792b0554";

    internal TestApp App { get; private set; } = null!;

    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync();
        using var admin = await App.ClientWithKeyAsync("ADMIN");
        await RecordAsync(admin, "s1", Checkout, "SHOPMAX-STAGING", "1.97.2", 80);
        await RecordAsync(admin, "p1", Checkout, "SHOPMAX-PRODUCTION", "1.97.2", 72);
        await RecordAsync(admin, "s2", Checkout, "SHOPMAX-STAGING", Sha, 30);
        await RecordAsync(admin, "p2", Checkout, "SHOPMAX-PRODUCTION", Sha, 22);
        await RecordAsync(admin, "s3", Checkout, "SHOPMAX-STAGING", "1.99.0", 2);
        await RecordAsync(admin, "o1", Orders, "SHOPMAX-STAGING", "3.0.0", 50);
        await RecordAsync(admin, "o2", Orders, "SHOPMAX-PRODUCTION", "3.0.0", 49);
        await RecordAsync(admin, "at1", Orders, "SHOPMAX@-1d", "9.9.9", 49);
        var events = $$$"""
            [{"specversion":"1.0","id":"i1","type":"incident.opened","source":"{{{Checkout}}}","subject":"SHOPMAX-PRODUCTION",
            "time":"{{{At(1)}}}","severity":"CRITICAL","data":{"incident":"INC-2107","description":"Checkout answers 500"}},
            {"specversion":"1.0","id":"f1","type":"freeze.started","source":"release-calendar","subject":"SHOPMAX-PRODUCTION",
            "time":"{{{At(1)}}}","data":{"description":"Black Friday","until":"{{{At(-5)}}}"}}]
            """;
        await admin.AskAsync(HttpMethod.Post, "/api/v1/events", events);
        await admin.AskAsync(
            HttpMethod.Put,
            "/api/v1/settings",
            """{"aliases":{"sources":{"//github.com/acme-corporation/orders-service":["orders-svc"]}}}"""
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
            await App.DisposeAsync();
    }

    private static string At(double hoursAgo) => Now.AddHours(-hoursAgo).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static async Task RecordAsync(HttpClient admin, string id, string source, string subject, string version, double hoursAgo)
    {
        var json = $$$"""
            {"specversion":"1.0","id":"{{{id}}}","type":"deployment","source":"{{{source}}}","subject":"{{{subject}}}",
            "version":"{{{version}}}","time":"{{{At(hoursAgo)}}}","severity":"MINOR",
            "data":{"description":"Fixes SHOP-{{{id.Length}}}7, see https://wiki.example.com/notes.",
            "actor":"jane","commit":"a1b9c02","link":"javascript:alert(1)"}}
            """;
        var answer = await admin.AskAsync(HttpMethod.Post, "/api/v1/events", json);
        Assert.Equal(201, answer.Status);
    }
}

/// <summary>The pages of a system, an environment, a version and a comparison, and the links that lead out.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class PagesJourneyTests(ConsoleBrowser browser, NamedSystems systems) : IClassFixture<NamedSystems>
{
    private static string Address(string path, params (string Name, string Value)[] query) =>
        $"{path}?{string.Join('&', query.Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"))}";

    private static readonly string SystemPage = Address("/systems", ("name", NamedSystems.Checkout));
    private static readonly string VersionPage = Address("/versions", ("system", NamedSystems.Checkout), ("version", NamedSystems.Sha));
    private static readonly string Stages = Address("/compare", ("from", "SHOPMAX-STAGING"), ("to", "SHOPMAX-PRODUCTION"));
    private static readonly string Past = Address("/compare", ("from", "SHOPMAX-PRODUCTION@-1d"), ("to", "SHOPMAX-PRODUCTION"));

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1024)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Each_page_fits_and_has_nothing_that_axe_objects_to(ColorScheme scheme, int width)
    {
        await using var window = await OpenAsync(scheme, width);
        foreach (
            var (address, heading) in new[]
            {
                (SystemPage, "Where it runs"),
                ("/environments?name=SHOPMAX-PRODUCTION", "Systems"),
                (VersionPage, "Where it is and was"),
                (Stages, "What changed in between"),
                (Past, "What changed in between"),
                ("/systems?name=orders-servise", "Unknown system"),
                (Address("/events/p2", ("source", NamedSystems.Checkout)), "Changes before"),
                ("/settings/links", "Links"),
            }
        )
        {
            await window.Page.GotoAsync(address);
            await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = heading }).First).ToBeVisibleAsync();
            await Expect(window.Page.GetByText("Loading…")).ToHaveCountAsync(0);
            await AccessibilityTests.AssertCleanAsync(window);
            Assert.Equal(0, await window.OverflowAsync());
        }
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task A_system_leads_to_its_environment_version_and_incident_and_back_to_the_grid()
    {
        await using var window = await OpenAsync(ColorScheme.Light, 1440);
        var page = window.Page;
        await page.GotoAsync(SystemPage);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("some-long-service-name-checkout-service");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "SHOPMAX-PRODUCTION" });
        await Expect(row).ToContainTextAsync("7b52009");
        await Expect(row).ToContainTextAsync("INC-2107");
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "1.99.0" }).First).ToContainTextAsync("not yet in");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "INC-2107" })).ToHaveAttributeAsync("href", "/incidents?number=INC-2107");
        await Expect(page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^(Today|Yesterday)$") }).First).ToBeVisibleAsync();

        await row.GetByRole(AriaRole.Link, new() { Name = "SHOPMAX-PRODUCTION" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/environments\\?name=SHOPMAX-PRODUCTION$"));
        await Expect(page.GetByText("Black Friday", new() { Exact = false }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("Stage 2 of 2 of SHOPMAX")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("orders");
        await Expect(page.GetByText("1 of 3")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare with SHOPMAX-STAGING" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/compare\\?from=SHOPMAX-STAGING&to=SHOPMAX-PRODUCTION$"));

        var way = page.GetByRole(AriaRole.Navigation, new() { Name = "Breadcrumb" });
        await way.GetByRole(AriaRole.Link, new() { Name = "Grid" }).ClickAsync();
        await Expect(window.Grid.Table).ToBeVisibleAsync();
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task A_name_that_counts_as_another_one_leads_there_and_an_unknown_one_to_near_names()
    {
        await using var window = await OpenAsync(ColorScheme.Light, 1024);
        var page = window.Page;
        await page.GotoAsync("/systems?name=orders-svc");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("orders-service");
        await Expect(page.GetByText("counts as this system")).ToBeVisibleAsync();

        await page.GotoAsync("/systems?name=order-servise");
        await page.GetByRole(AriaRole.Link, new() { Name = "orders-service" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where it runs" })).ToBeVisibleAsync();

        await page.GotoAsync("/environments?name=SHOPMAX-PRODUKTION");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "SHOPMAX-PRODUCTION" })).ToBeVisibleAsync();
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task A_version_says_where_it_is_how_long_it_took_and_who_made_it()
    {
        await using var window = await OpenAsync(ColorScheme.Light, 1440);
        var page = window.Page;
        await page.GotoAsync(VersionPage);
        var staging = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "SHOPMAX-STAGING" }).First;
        await Expect(staging).ToContainTextAsync("1 d 4 h");
        await Expect(staging).ToContainTextAsync("1.99.0");
        var production = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "SHOPMAX-PRODUCTION" });
        await Expect(production).ToContainTextAsync("now");
        await Expect(production).ToContainTextAsync("8 h after");
        await Expect(page.GetByText("By jane")).ToBeVisibleAsync();
        var commit = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^a1b9c02") });
        await Expect(commit)
            .ToHaveAttributeAsync("href", "https://github.com/acme-corporation/some-long-service-name-checkout-service/commit/a1b9c02");
        await Expect(commit).ToHaveAttributeAsync("rel", "noopener noreferrer");
        Assert.Equal(0, await page.Locator("a[href^='javascript:']").CountAsync());
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task An_environment_is_compared_with_its_past_swapped_and_copied()
    {
        await using var window = await OpenAsync(ColorScheme.Light, 1440);
        var page = window.Page;
        await page.GotoAsync("/diff?from=SHOPMAX-STAGING&to=SHOPMAX-PRODUCTION&at=-25h");
        await Expect(page).ToHaveURLAsync(new Regex("/compare\\?"));
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "7b52009" })).ToContainTextAsync("lags behind");

        await page.GetByRole(AriaRole.Combobox, new() { Name = "From: environment" }).SelectOptionAsync("SHOPMAX-PRODUCTION");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "From: moment" }).SelectOptionAsync("-1d");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "To: moment" }).SelectOptionAsync("Now");
        await Expect(page).ToHaveURLAsync(new Regex("from=SHOPMAX-PRODUCTION%40-1d&to=SHOPMAX-PRODUCTION$"));
        var changed = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "1.97.2" });
        await Expect(changed).ToContainTextAsync("new version");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Only differences") })).ToContainTextAsync("1");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^All systems") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "3.0.0" })).ToContainTextAsync("unchanged");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy as Markdown" }).ClickAsync();
        await Expect(page.GetByText("Copied")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Swap the sides" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("from=SHOPMAX-PRODUCTION&to=SHOPMAX-PRODUCTION%40-1d"));
        await page.GetByRole(AriaRole.Combobox, new() { Name = "To: moment" }).SelectOptionAsync("Pick a time…");
        await page.GetByLabel(new Regex("^To: time")).FillAsync($"{NamedSystems.Now.AddHours(-60):yyyy-MM-ddTHH:mm}");
        await page.GetByLabel(new Regex("^To: time")).BlurAsync();
        await Expect(page).ToHaveURLAsync(new Regex("to=SHOPMAX-PRODUCTION%40\\d{4}-\\d{2}-\\d{2}T\\d{2}%3A\\d{2}Z"));

        await page.GotoAsync(Address("/compare", ("from", "SHOPMAX@-1d"), ("to", "SHOPMAX-PRODUCTION")));
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "9.9.9" })).ToBeVisibleAsync();
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task A_pattern_of_the_settings_makes_tickets_links_on_the_event_page()
    {
        await using var window = await OpenAsync(ColorScheme.Light, 1440);
        var page = window.Page;
        await page.GotoAsync("/settings/links");
        await page.GetByRole(AriaRole.Button, new() { Name = "Jira" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Pattern" }).FillAsync("([A-Z]+)-{digits}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("\"{digits}\" is unknown. Use {number}, {project}, {commit} or {word}.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Pattern" }).FillAsync("{project}-{number}");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Address" }).FillAsync("https://jira.example.com/browse/{project}-{number}");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Try it" }).FillAsync("Fixes ABC-12");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("browse.ABC-12") })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();

        await page.GotoAsync(Address("/events/p2", ("source", NamedSystems.Checkout)));
        var links = page.GetByRole(AriaRole.List, new() { Name = "Links of this event" }).GetByRole(AriaRole.Link);
        await Expect(links.Filter(new() { HasText = "SHOP-27" })).ToHaveAttributeAsync("href", "https://jira.example.com/browse/SHOP-27");
        await Expect(links.Filter(new() { HasText = "notes" })).ToHaveAttributeAsync("href", "https://wiki.example.com/notes");
        await page.Locator(".fields").GetByRole(AriaRole.Link, new() { Name = "7b52009" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/versions\\?system="));
    }

    private Task<ConsoleWindow> OpenAsync(ColorScheme scheme, int width) =>
        browser.SignInAsync(
            systems.App,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = 900 },
                ReducedMotion = ReducedMotion.Reduce,
                Permissions = ["clipboard-write"],
            }
        );
}
