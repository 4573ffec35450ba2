using System.Text.Json;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>
/// 60 systems in 12 environments, in a window and on a phone: what names them stays in view, and nothing hides where one is.
/// </summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class LargeGridJourneyTests(ConsoleBrowser browser, LargeGrid large) : IClassFixture<LargeGrid>
{
    // Scrolls the grid and the page, and tells which headers of what is in view are not where they belong.
    private const string ScrollAndMeasure = """
        async ([x, y]) => {
          const frame = document.querySelector(".grid-frame");
          frame.scrollTo(x, y);
          scrollTo(0, document.body.scrollHeight);
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          const box = frame.getBoundingClientRect();
          const left = box.left + frame.clientLeft;
          const inner = { left, top: box.top + frame.clientTop, right: left + frame.clientWidth };
          const near = (one, other) => Math.abs(one - other) <= 1;
          const isOnTop = (element, x, y) => element.contains(document.elementFromPoint(x, y));
          const wrong = [];
          const check = (is, what) => is || wrong.push(what);
          const rows = [...frame.querySelectorAll("tbody tr")];
          const columns = [...frame.querySelectorAll("thead th[scope=col]")];
          const corner = columns[0].getBoundingClientRect();
          check(corner.top >= 0 && near(corner.top, inner.top) && near(corner.left, inner.left), `corner at ${corner.left}, ${corner.top}`);
          check(isOnTop(columns[0], corner.left + 5, corner.bottom - 5), "corner is covered");
          let seen = 0;
          for (const [i, header] of columns.entries()) {
            const at = header.getBoundingClientRect();
            check(near(header.closest("thead").getBoundingClientRect().top, inner.top), `column ${i} at ${at.top}`);
            const cell = rows[0].children[i].getBoundingClientRect();
            check(i === 0 || near(at.left, cell.left) && near(at.width, cell.width), `column ${i} is not over its cells`);
            if (i === 0 || at.left < corner.right || at.left + 20 > inner.right) continue;
            seen++;
            check(isOnTop(header, at.left + 10, at.bottom - 5), `column ${i} is covered`);
          }
          for (const [i, row] of rows.entries()) {
            const at = row.children[0].getBoundingClientRect();
            check(near(at.left, inner.left), `row ${i} at ${at.left}`);
            if (at.top < corner.bottom || at.bottom > Math.min(innerHeight, box.bottom)) continue;
            seen++;
            check(isOnTop(row.children[0], at.left + 5, at.top + 10), `row ${i} is covered`);
          }
          return JSON.stringify({ seen, wrong, x: frame.scrollLeft, y: frame.scrollTop });
        }
        """;

    // The cell that has the focus has to be in view, and no header may lie over it.
    private const string WhyFocusIsNotInView = """
        () => {
          const cell = document.activeElement.closest("td").getBoundingClientRect();
          const corner = document.querySelector(".grid thead th").getBoundingClientRect();
          const frame = document.querySelector(".grid-frame").getBoundingClientRect();
          const isInView =
            cell.left >= corner.right - 1 &&
            cell.top >= corner.bottom - 1 &&
            cell.right <= frame.right + 1 &&
            cell.bottom <= Math.min(frame.bottom, innerHeight) + 1;
          return isInView ? "" : JSON.stringify({ cell, corner, frame, window: innerHeight });
        }
        """;

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(360, 720)]
    [InlineData(720, 360)]
    public async Task Headers_of_systems_and_environments_stay_in_view_wherever_it_is_scrolled(int width, int height)
    {
        await using var window = await OpenAsync(width, height);

        foreach (var (x, y) in ((int, int)[])[(0, 0), (0, 1_000), (333, 0), (517, 1_777), (10_000, 10_000)])
        {
            var measured = JsonSerializer.Deserialize<Measured>(
                await window.Page.EvaluateAsync<string>(ScrollAndMeasure, new[] { x, y }),
                JsonSerializerOptions.Web
            )!;

            Assert.Empty(measured.Wrong);
            Assert.InRange(measured.Seen, 3, 100);
            Assert.Equal((x > 0, y > 0), (measured.X > 0, measured.Y > 0));
        }
        Assert.Equal(0, await window.OverflowAsync());
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(360, 720)]
    public async Task The_cell_that_the_arrows_lead_to_is_never_hidden(int width, int height)
    {
        await using var window = await OpenAsync(width, height);
        await window.Grid.Cells.First.FocusAsync();

        foreach (
            var key in (string[])
                [
                    .. Enumerable.Repeat("ArrowDown", 25),
                    "End",
                    .. Enumerable.Repeat("ArrowUp", 20),
                    .. Enumerable.Repeat("ArrowLeft", 9),
                    "Home",
                    .. Enumerable.Repeat("ArrowRight", 7),
                ]
        )
        {
            await window.Page.Keyboard.PressAsync(key);
            Assert.Equal("", await window.Page.EvaluateAsync<string>(WhyFocusIsNotInView));
        }
    }

    [Fact]
    public async Task It_is_one_table_whose_headers_say_what_they_head()
    {
        await using var window = await OpenAsync(1280, 800);

        await Expect(window.Grid.ColumnHeaders).ToHaveCountAsync(1 + LargeGrid.Environments);
        // What all share is in the heading of the column only; the accessible names are whole.
        await Expect(window.Grid.RowHeaders).ToHaveTextAsync(Enumerable.Range(0, LargeGrid.Systems).Select(i => LargeGrid.System(i)[^2..]));
        Assert.Equal(
            Enumerable.Range(0, LargeGrid.Systems).Select(LargeGrid.System),
            await window.Grid.RowHeaders.EvaluateAllAsync<string[]>("all => all.map((one) => one.getAttribute('aria-label'))")
        );
        Assert.Equal(
            (LargeGrid.Environments + 1, LargeGrid.Systems, 1),
            (
                await window.Page.Locator("table thead th[scope=col]").CountAsync(),
                await window.Page.Locator("table tbody th[scope=row]").CountAsync(),
                await window.Grid.Table.CountAsync()
            )
        );
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(360, 720)]
    public async Task A_peek_lies_within_the_window_wherever_its_cell_is(int width, int height)
    {
        await using var window = await OpenAsync(width, height);
        var body = await window.Page.EvaluateAsync<int>("() => document.body.clientWidth");

        foreach (var (x, y) in ((int, int)[])[(0, 0), (600, 900), (10_000, 10_000)])
        {
            await window.Grid.Frame.EvaluateAsync(
                "(frame, [x, y]) => { frame.querySelector(':focus')?.blur(); frame.scrollTo(x, y); }",
                new[] { x, y }
            );
            var cells = await window.Grid.Cells.AllAsync();
            await cells[
                x == 0 ? 0
                : x == 600 ? 365
                : ^1
            ]
                .FocusAsync();
            await Expect(window.Grid.Peek.GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();

            var place = (await window.Grid.Peek.BoundingBoxAsync())!;
            Assert.True(
                place.X >= 0 && place.Y >= 0 && place.X + place.Width <= body && place.Y + place.Height <= height,
                $"{place.X}, {place.Y}, {place.Width} by {place.Height} in {body} by {height}"
            );
        }
    }

    private async Task<ConsoleWindow> OpenAsync(int width, int height)
    {
        var window = await browser.SignInAsync(
            large.App,
            new BrowserNewContextOptions
            {
                ViewportSize = new() { Width = width, Height = height },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await window.Grid.OpenAsync();
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(LargeGrid.Systems);
        return window;
    }

    private sealed record Measured(int Seen, IReadOnlyList<string> Wrong, double X, double Y);
}
