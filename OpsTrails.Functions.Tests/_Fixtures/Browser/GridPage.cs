using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The grid with all that opens on it.</summary>
internal sealed partial class GridPage(IPage page)
{
    // A cell: its system, its environment, its version (null when it has none), what its marks say, and which of all events came last.
    private const string ReadCells = """
        table => {
          const columns = [...table.querySelectorAll("thead th[scope=col]")].map((th) => th.abbr || th.textContent);
          const cells = [];
          for (const row of table.querySelectorAll("tbody tr")) {
            [...row.children].forEach((td, i) => {
              if (!td.querySelector("button.cell-button")) return;
              cells.push({
                source: row.querySelector("th").getAttribute("aria-label"),
                subject: columns[i],
                version: td.querySelector(".cell-version .runs")?.dataset.full ?? null,
                age: td.querySelector(".cell-version .age")?.textContent.trim() ?? null,
                last: td.querySelector(".cell-last > bdi, .cell-last > span")?.textContent ?? null,
                marks: [...td.querySelectorAll(".marks .sr-only")].map((mark) => mark.textContent.replace(/^, /, "")),
              });
            });
          }
          return JSON.stringify(cells);
        }
        """;

    public ILocator Table => page.GetByRole(AriaRole.Table);

    /// <summary>What the table scrolls in.</summary>
    public ILocator Frame => page.Locator(".grid-frame");

    public ILocator ColumnHeaders => Table.Locator("thead th[scope=col]");

    public ILocator RowHeaders => Table.GetByRole(AriaRole.Rowheader);

    public ILocator Cells => Table.Locator("button.cell-button");

    /// <summary>The last events of the cell that is looked at.</summary>
    public ILocator Peek => page.GetByRole(AriaRole.Tooltip);

    public ILocator Slider => page.GetByRole(AriaRole.Slider, new() { Name = "As of" });

    /// <summary>The moment that is shown, in words.</summary>
    public ILocator AsOf => page.Locator(".as-of output");

    public ILocator BackToNow => page.GetByRole(AriaRole.Radio, new() { Name = "Now", Exact = true });

    public ILocator OnlyDifferences => page.GetByRole(AriaRole.Radio, new() { Name = "Differences", Exact = true });

    public ILocator All => page.GetByRole(AriaRole.Radio, new() { Name = "All", Exact = true });

    public ILocator Filter => page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter systems and environments" });

    public ILocator Sort => page.GetByRole(AriaRole.Combobox, new() { Name = "Sort systems by" });

    public ILocator Comfortable => page.GetByRole(AriaRole.Radio, new() { Name = "Comfortable" });

    public ILocator History => page.GetByRole(AriaRole.Dialog);

    public async Task OpenAsync(string address = "/grid")
    {
        await page.GotoAsync(address);
        await WhenMarkedAsync();
    }

    /// <summary>Waits until the grid is there and the environments have been compared.</summary>
    public async Task WhenMarkedAsync()
    {
        await Expect(page.Locator("[aria-busy=false]").Filter(new() { Has = Table })).ToBeVisibleAsync();
    }

    /// <summary>Waits until the address names a moment, and until the grid is that of it.</summary>
    public async Task<DateTimeOffset> WhenTravelledAsync()
    {
        await Expect(page).ToHaveURLAsync(new Regex("[?&]at="));
        await WhenMarkedAsync();
        return MomentOf(page.Url);
    }

    public async Task<ILocator> CellAsync(string source, string subject)
    {
        var columns = await ColumnHeaders.EvaluateAllAsync<string[]>("all => all.map((th) => th.abbr)");
        return RowOf(source).Locator("td").Nth(Array.IndexOf(columns, subject) - 1).GetByRole(AriaRole.Button);
    }

    public ILocator RowOf(string source) =>
        Table.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = source, Exact = true }) });

    public async Task<IReadOnlyList<ShownCell>> ReadAsync() =>
        JsonSerializer.Deserialize<List<ShownCell>>(await Table.EvaluateAsync<string>(ReadCells), JsonSerializerOptions.Web)!;

    public static DateTimeOffset MomentOf(string address) =>
        DateTimeOffset.Parse(
            Uri.UnescapeDataString(At().Match(address).Groups["moment"].Value),
            System.Globalization.CultureInfo.InvariantCulture
        );

    [GeneratedRegex("[?&]at=(?<moment>[^&]+)")]
    private static partial Regex At();
}

/// <param name="Source">The system.</param>
/// <param name="Subject">The environment.</param>
/// <param name="Version">Null when none is shown.</param>
/// <param name="Age">How old the version is.</param>
/// <param name="Last">The type of the last event.</param>
/// <param name="Marks">What they say.</param>
internal sealed record ShownCell(string Source, string Subject, string? Version, string? Age, string? Last, IReadOnlyList<string> Marks);
