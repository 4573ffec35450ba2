using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Infra.Cost;

/// <summary>
/// docs/cost.md: each figure is computed from counted operations and the price list. After a change of either,
/// <c>OPSTRAILS_WRITE_COSTS=1 dotnet test --project OpsTrails.Functions.Tests -- --filter-class "*CostTests"</c> renews the page.
/// </summary>
public sealed partial class CostTests
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("OPSTRAILS_WRITE_COSTS") == "1";
    private static readonly CostModel Model = CostModel.Today();

    [Fact]
    public void Every_figure_of_the_page_is_computed()
    {
        var cost = new Document("cost.md");

        var computed = CostPage.Rewrite(cost.Text, Model.Figures);
        if (Writes)
            File.WriteAllText(cost.Path, computed);

        Assert.Equal(computed, new Document("cost.md").Text);
        Assert.DoesNotContain("no such figure", computed, StringComparison.Ordinal);
    }

    [Fact]
    public void No_amount_of_the_page_is_without_a_computation() => Assert.Empty(CostPage.UnnamedOn(new Document("cost.md").Text));

    [Fact]
    public void Every_computed_figure_is_on_the_page() =>
        Assert.Empty(Model.Figures.Keys.Except(CostPage.NamesOn(new Document("cost.md").Text)));

    [Fact]
    public void Every_count_is_that_of_a_test() =>
        Assert.All(
            Model.Counts.Where(row => row[3].Contains('.', StringComparison.Ordinal)),
            row =>
            {
                Assert.Contains(row[3], Tests);
                if (Takes().Match(row[3]) is { Success: true } taken)
                    Assert.Equal(row[1], taken.Groups[1].Value);
            }
        );

    [Fact]
    public void The_page_says_of_which_day_its_prices_are()
    {
        var date = Regex.Match(File.ReadLines(CostModel.PricesFile).First(), "read (20[0-9]{2}-[0-9]{2}-[0-9]{2})").Groups[1].Value;

        Assert.NotEqual("", date);
        Assert.Contains(date, new Document("cost.md").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_price_that_nobody_confirmed_is_marked_on_the_page()
    {
        var rows = new Document("cost.md").Table("Prices").ToDictionary(row => row[0], row => row[2]);

        Assert.All(
            Model.Prices,
            price => Assert.Equal(price[3].Contains("not confirmed", StringComparison.Ordinal) ? "check" : "", rows[price[2]])
        );
    }

    [Fact]
    public async Task An_event_takes_as_many_bytes_as_are_said()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.OfBytes("e", 1_000));
        await app.SettleAsync();

        var ledger = (await app.RowsAsync(Tables.Ledger)).ToLookup(row => row.Key.Row.Split('~')[0]);
        var kept = ledger["i"].Concat(await app.RowsAsync(Tables.Events)).Concat(await app.RowsAsync(Tables.Timeline)).Sum(BytesOf);

        Assert.Equal((Model.Figures["count.event.bytes"], Model.Figures["count.event.bytes-30-days"]), (kept, ledger["s"].Sum(BytesOf)));
    }

    /// <summary>As Azure Tables counts an entity.</summary>
    private static int BytesOf(Row row) =>
        4
        + (2 * (row.Key.Partition.Length + row.Key.Row.Length))
        + row.Properties.Sum(property =>
            8
            + (2 * property.Key.Length)
            + property.Value switch
            {
                string text => 4 + (2 * text.Length),
                byte[] bytes => 4 + bytes.Length,
                _ => 8,
            }
        );

    private static HashSet<string> Tests { get; } =
    [.. typeof(CostTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))];

    [GeneratedRegex("_(?:takes|at_most)_([0-9]+)_")]
    private static partial Regex Takes();
}
