using System.Globalization;
using System.Text.RegularExpressions;
using OpsTrails.Functions.Storage;
using OpsTrails.Functions.Tests.Events;
using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>docs/cost.md: its requests are those that tests count, its dollars are its prices times those, and its bytes were counted.</summary>
public sealed partial class CostTests
{
    private const double Million = 1_000_000;
    private const double SecondsAMonth = 30 * 24 * 3600;

    private static readonly Document Cost = new("cost.md");

    [Fact]
    public void Every_count_is_that_of_a_test()
    {
        var counts = Cost.Table("What is counted");

        Assert.True(counts.Count >= 4, "The table is gone.");
        Assert.All(counts, row =>
        {
            var test = Document.Code(row[2]);
            Assert.Contains(test, Tests);
            Assert.Equal(row[1], Takes().Match(test).Groups[1].Value);
        });
    }

    [Fact]
    public void A_million_events_cost_what_they_are_said_to()
    {
        var (tables, topic, seconds, executions) = (Price("a million table requests"), Price("a million operations of Event Grid"), Price("a GB-second on demand"), Price("a million executions"));
        double Requests(string what) => double.Parse(Cost.Table("What is counted").Single(row => row[0] == what)[1], CultureInfo.InvariantCulture);

        var expected = new Dictionary<string, double>
        {
            ["tables, one event a request"] = Requests("one event, with a topic") * tables,
            ["tables, 100 events of a cell a request"] = Requests("100 events of a cell, with a topic") / 100 * tables,
            ["topic, without subscribers"] = topic,
            ["each subscriber of the topic"] = topic,
            ["instances, each request alone on one"] = (Million * 0.5 * seconds) + executions,
            ["instances, 100 requests at a time on one"] = (Million / 100 * 0.5 * seconds) + executions,
            ["instances, 100 events a request, each alone"] = (Million / 100 * 0.5 * seconds) + (executions / 100),
        };

        AssertCosts("A million events", expected);
    }

    [Fact]
    public void A_month_costs_what_it_is_said_to()
    {
        var (tables, seconds, executions) = (Price("a million table requests"), Price("a GB-second on demand"), Price("a million executions"));
        var sweeps = SecondsAMonth / 30;
        var grant = 100_000 * seconds;

        var expected = new Dictionary<string, double>
        {
            ["idle: the timers' executions, within the monthly grant"] = 0,
            ["idle: the same when other apps use the grant up"] = (sweeps * 0.5 * seconds) + (sweeps / Million * executions),
            ["idle: table requests of the sweep"] = 1.07 * SecondsAMonth / 60 / Million * tables,
            ["somebody follows live, day and night"] = (0.5 * SecondsAMonth * seconds) - grant,
            ["somebody follows live, 8 hours on 22 days"] = (0.5 * 8 * 22 * 3600 * seconds) - grant,
            ["table requests of an instance that is followed, day and night"] = SecondsAMonth / Million * tables,
            ["one instance always ready, idle"] = 0.5 * SecondsAMonth * Price("a GB-second always ready"),
        };

        AssertCosts("A month", expected);
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

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"**{kept:N0} bytes** for good and **{ledger["s"].Sum(BytesOf):N0}** more for 30 days"), Cost.Text, StringComparison.Ordinal);
    }

    /// <summary>As Azure Tables counts an entity.</summary>
    private static int BytesOf(Row row) => 4 + (2 * (row.Key.Partition.Length + row.Key.Row.Length)) + row.Properties.Sum(property => 8 + (2 * property.Key.Length) + property.Value switch
    {
        string text => 4 + (2 * text.Length),
        byte[] bytes => 4 + bytes.Length,
        _ => 8,
    });

    private static HashSet<string> Tests { get; } = [.. typeof(CostTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))];

    private static double Price(string what) => Dollars(Cost.Table("Prices").Single(row => row[0] == what)[1]);

    private static void AssertCosts(string heading, Dictionary<string, double> expected) => Assert.Equal(
        expected.Select(cost => $"{cost.Key}: {cost.Value.ToString("0.####", CultureInfo.InvariantCulture)}"),
        Cost.Table(heading).Select(row => $"{row[0]}: {(Said(row[1], expected[row[0]]) ? expected[row[0]] : Dollars(row[1])).ToString("0.####", CultureInfo.InvariantCulture)}"));

    /// <summary>Whether a figure is the value, rounded to as many places as it has.</summary>
    private static bool Said(string figure, double value) => Math.Abs(Dollars(figure) - value) <= 0.5 * Math.Pow(10, -(figure.Contains('.', StringComparison.Ordinal) ? figure.Split('.')[1].Length : 0));

    private static double Dollars(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    [GeneratedRegex("_takes_([0-9]+)_")]
    private static partial Regex Takes();
}
