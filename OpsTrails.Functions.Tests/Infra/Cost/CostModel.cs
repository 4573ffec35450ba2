using System.Globalization;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra.Cost;

/// <summary>What an installation costs, from counted operations and a dated price list. Amounts are dollars; a month has 30 days.</summary>
internal sealed class CostModel
{
    public const int MinutesAMonth = 30 * 24 * 60;
    public const int SecondsAMonth = 60 * MinutesAMonth;

    private const double Million = 1_000_000;
    private const int Sweeps = MinutesAMonth;
    private const int Retentions = MinutesAMonth / 60;
    private const double Gigabytes = 0.5;

    private readonly Dictionary<string, double> _prices;
    private readonly Dictionary<string, double> _counts;

    private CostModel(IReadOnlyList<string[]> prices, IReadOnlyList<string[]> counts, int alertRules)
    {
        (Prices, Counts) = (prices, counts);
        (_prices, _counts) = (ByKey(prices), ByKey(counts));
        Figures = Compute(alertRules);
    }

    public static string PricesFile { get; } = FileOf("prices.tsv");

    public static string CountsFile { get; } = FileOf("operations.tsv");

    /// <summary>As the files and the template of today have it.</summary>
    public static CostModel Today() => new(Rows(PricesFile), Rows(CountsFile), Alert.All().Count);

    /// <summary>Rows of the price list: key, dollars, unit, page.</summary>
    public IReadOnlyList<string[]> Prices { get; }

    /// <summary>Rows of what is counted: key, count, what, counted by.</summary>
    public IReadOnlyList<string[]> Counts { get; }

    /// <summary>Every figure by the name that the page refers to it by.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; }

    private Dictionary<string, double> Compute(int alertRules)
    {
        var figures = new Dictionary<string, double>();
        foreach (var (key, price) in _prices)
            figures["price." + key] = price;
        foreach (var (key, count) in _counts)
            figures["count." + key] = count;
        AddAMillionEvents(figures);
        AddTimers(figures);
        AddAMonth(figures);
        foreach (var memory in (int[])[512, 2048, 4096])
            AddMemory(figures, memory);

        figures["month.alerts"] = alertRules * _prices["alert-rule"];
        figures["count.alert-rules"] = alertRules;
        figures["count.insights-mb"] = _counts["insights.bytes-a-minute"] * MinutesAMonth / Million;
        figures["month.log-cap"] = (30 - _counts["grant.log-gb"]) * _prices["log-gb"];
        return figures;
    }

    private void AddAMillionEvents(Dictionary<string, double> figures)
    {
        // One sender that sends the next request when the last one was answered, after 100 ms.
        const int Sample = 1_000;
        var steady = InstanceMeter.Seconds(Enumerable.Range(0, Sample).Select(i => (i * 100L, (i * 100L) + 100)));

        figures["million.tables-single"] = Tables(_counts["event.topic"] * Million);
        figures["million.tables-batch"] = Tables(_counts["batch.topic"] * Million / 100);
        figures["million.topic"] = _prices["event-grid"];
        figures["million.alone"] = OnDemand(Million * InstanceMeter.Seconds((0, 50)), Gigabytes) + Executions(Million);
        figures["million.steady"] = OnDemand(Million / Sample * steady, Gigabytes) + Executions(Million);
        figures["million.together"] =
            OnDemand(Million / 100 * InstanceMeter.Seconds(Enumerable.Repeat((0L, 500L), 100)), Gigabytes) + Executions(Million);
        figures["million.batches"] = OnDemand(Million / 100 * InstanceMeter.Seconds((0, 500)), Gigabytes) + Executions(Million / 100);
        figures["million.stored-month"] = _counts["event.bytes"] / 1_000 * _prices["table-gb-month"];
        figures["million.stored-gb"] = _counts["event.bytes"] / 1_000;
        figures["million.stored-gb-30-days"] = _counts["event.bytes-30-days"] / 1_000;
    }

    private void AddTimers(Dictionary<string, double> figures)
    {
        var left = _counts["grant.gb-seconds"] - Timers(1, Gigabytes);
        figures["count.timer-runs"] = Sweeps + Retentions;
        figures["count.timer-gb-seconds"] = Timers(1, Gigabytes);
        figures["count.requests-in-grant"] = Math.Min(left / Gigabytes, _counts["grant.executions"] - Sweeps - Retentions);
        figures["seconds.grant-used-up"] = (_counts["grant.gb-seconds"] - (Retentions * Gigabytes)) / (Sweeps * Gigabytes);
        figures["month.timers-granted"] = Beyond(Timers(1, Gigabytes));
        figures["month.timers"] = (Timers(1, Gigabytes) * _prices["gb-second"]) + Executions(Sweeps + Retentions);
        figures["month.timers-3-seconds"] = (Timers(3, Gigabytes) * _prices["gb-second"]) + Executions(Sweeps + Retentions);
        figures["month.sweep-tables"] = Tables(_counts["sweep.minute"] * MinutesAMonth);
        figures["month.timer-blobs"] = Sweeps * _prices["blob-writes"] / Million;
    }

    private void AddAMonth(Dictionary<string, double> figures)
    {
        const int WorkingSeconds = 22 * 8 * 3600;
        figures["month.live"] = Beyond((SecondsAMonth * Gigabytes) + Timers(1, Gigabytes));
        figures["month.live-working-hours"] = Beyond((WorkingSeconds * Gigabytes) + Timers(1, Gigabytes));
        figures["month.live-tables"] = Tables(SecondsAMonth);
        figures["month.ready"] = SecondsAMonth * Gigabytes * _prices["ready-gb-second"];
        figures["month.ready-executing"] = SecondsAMonth * Gigabytes * (_prices["ready-gb-second"] + _prices["ready-executing-gb-second"]);
    }

    private void AddMemory(Dictionary<string, double> figures, int memory)
    {
        var (key, gigabytes) = (memory.ToString(CultureInfo.InvariantCulture), memory == 512 ? 0.5 : memory / 1024.0);
        figures[$"memory-{key}.idle"] = Beyond(Timers(1, gigabytes));
        figures[$"memory-{key}.live"] = Beyond((SecondsAMonth * gigabytes) + Timers(1, gigabytes));
        figures[$"memory-{key}.alone"] = OnDemand(Million, gigabytes) + Executions(Million);
        figures[$"memory-{key}.ready"] = SecondsAMonth * gigabytes * _prices["ready-gb-second"];
    }

    /// <summary>GB-seconds of both timers, whose groups have meters of their own.</summary>
    private static double Timers(double secondsOfSweep, double gigabytes) =>
        ((Sweeps * InstanceMeter.Seconds((0, (long)(secondsOfSweep * 1_000)))) + (Retentions * InstanceMeter.Seconds((0, 1_000))))
        * gigabytes;

    private double Tables(double requests) => requests / Million * _prices["table-requests"];

    private double OnDemand(double seconds, double gigabytes) => seconds * gigabytes * _prices["gb-second"];

    private double Executions(double count) => count / Million * _prices["executions"];

    /// <summary>What GB-seconds cost beyond the monthly grant.</summary>
    private double Beyond(double gigabyteSeconds) => Math.Max(0, gigabyteSeconds - _counts["grant.gb-seconds"]) * _prices["gb-second"];

    private static Dictionary<string, double> ByKey(IReadOnlyList<string[]> rows) =>
        rows.ToDictionary(row => row[0], row => double.Parse(row[1], CultureInfo.InvariantCulture));

    private static IReadOnlyList<string[]> Rows(string file) =>
        [.. File.ReadAllLines(file).Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => line.Split('\t'))];

    private static string FileOf(string name) => Path.Combine(NodePackages.ProjectFolder, "Infra", "Cost", name);
}
