using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Open incidents and freezes on the grid.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class OpenIncidentJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Sparse = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private TestApp _app = null!;
    private ConsoleWindow _window = null!;

    private GridPage Grid => _window.Grid;

    [Fact]
    public async Task An_incident_marks_its_cell_until_it_is_resolved()
    {
        using var pipeline = await _app.ClientWithKeyAsync();
        await pipeline.PostEventAsync(EventOf("deployed", "deployment", 20, version: "1.0.0"));
        await pipeline.PostEventAsync(EventOf("down", "incident", 10, description: "Checkout answers 500", number: "INC-42"));
        await Grid.OpenAsync();
        var cell = await Grid.CellAsync("BE", "PRODUCTION");
        await Expect(cell).ToContainTextAsync(new Regex("CRITICAL incident INC-42 open since .*: Checkout answers 500"));
        await Expect(cell).Not.ToContainTextAsync("new version in the last hour");
        await Expect(cell).ToHaveClassAsync(new Regex("has-incident"));

        await pipeline.PostEventAsync(EventOf("seen", "incident.acknowledged", 5, number: "INC-42"));
        await Grid.OpenAsync();
        await cell.HoverAsync();
        await Expect(Grid.Peek).ToContainTextAsync("INC-42 open for 10 min, acknowledged");
        await cell.ClickAsync();
        await Grid.History.GetByRole(AriaRole.Link, new() { Name = "Opening event" }).ClickAsync();
        await Expect(_window.Event.Heading).ToHaveTextAsync("incident of BE");

        await pipeline.PostEventAsync(EventOf("up", "incident.resolved", 1, number: "INC-42"));
        await Grid.OpenAsync();
        await Expect(cell).ToContainTextAsync("new version in the last hour");
        await Expect(cell).Not.ToContainTextAsync("INC-42");
        await Expect(cell).Not.ToHaveClassAsync(new Regex("has-incident"));
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task Freezes_are_above_the_grid_and_in_the_heads_of_their_environments()
    {
        using var pipeline = await _app.ClientWithKeyAsync();
        await pipeline.PostEventAsync(EventOf("deployed", "deployment", 20, version: "1.0.0"));
        await pipeline.PostEventAsync(EventOf("staged", "deployment", 20, version: "1.0.0", subject: "STAGING"));
        await pipeline.PostEventAsync(EventOf("frozen", "freeze", 10, description: "Year-end", until: Ago(-60)));
        await pipeline.PostEventAsync(EventOf("later", "freeze.scheduled", -120, subject: null, until: Ago(-180)));

        await Grid.OpenAsync();

        await Expect(_window.Page.Locator(".freezes li"))
            .ToHaveTextAsync([
                new Regex(@"^\s*Freeze in PRODUCTION until .*: Year-end \(BE\)$"),
                new Regex(@"^\s*Freeze planned for all environments from .* to .* \(BE\)$"),
            ]);
        await Expect(Grid.ColumnHeaders.GetByRole(AriaRole.Img)).ToHaveCountAsync(1);
        await Expect(Grid.ColumnHeaders.Filter(new() { HasText = "PRODUCTION" }).GetByRole(AriaRole.Img))
            .ToHaveAttributeAsync("title", new Regex("^Freeze in PRODUCTION until"));
        await AccessibilityTests.AssertCleanAsync(_window);
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

    private static string Ago(int minutes) =>
        TimeProvider.System.GetUtcNow().AddMinutes(-minutes).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static string EventOf(
        string id,
        string type,
        int minutesAgo,
        string? subject = "PRODUCTION",
        string? version = null,
        string? description = null,
        string? number = null,
        string? until = null
    ) =>
        JsonSerializer.Serialize(
            new
            {
                specversion = "1.0",
                id,
                type,
                source = "BE",
                subject,
                time = Ago(minutesAgo),
                version,
                severity = type == "incident" ? "CRITICAL" : null,
                data = new
                {
                    description,
                    incident = number,
                    until,
                },
            },
            Sparse
        );
}
