using System.Globalization;

namespace OpsTrails.Core.Demo;

/// <summary>
/// A realistic month of two brands with three environments and seven systems each: releases that move up the ladder on working days,
/// rollbacks, migrations, incidents, a freeze with a hotfix in it, and releases that skip staging. The same seed and end give the same
/// events.
/// </summary>
public static class DemoMonth
{
    public const int Days = 30;

    private const int Seed = 20_260_101;

    private static readonly string[] Brands = ["BRAND-A", "BRAND-B"];
    private static readonly string[] Systems = ["BE", "FE", "DB", "PAYMENTS", "SEARCH", "GATEWAY", "JOBS"];
    private static readonly string[] People = ["ania", "bartek", "chloe", "deniz", "emil"];
    private static readonly string[] Changes =
    [
        "Faster checkout",
        "Fix rounding of totals",
        "New address form",
        "Upgrade of the runtime",
        "Cache product pages",
        "Retry of failed payments",
        "Clearer error messages",
        "Smaller images",
    ];

    /// <param name="end">The end of the month. Events are in the <see cref="Days"/> days before it.</param>
    /// <returns>The events in order of time.</returns>
    public static IReadOnlyList<DemoEvent> Until(DateTimeOffset end)
    {
        var month = new Writer(end);
        foreach (var brand in Brands)
        {
            foreach (var system in Systems)
                month.WriteReleases(brand, system);
        }
        month.WriteStories();
        return month.Finish();
    }

    /// <summary>
    /// The month as it is loaded: it ends minutes before <paramref name="now"/>, with a release, the open incident after it, and a change
    /// since.
    /// </summary>
    /// <returns>The events in order of time.</returns>
    public static IReadOnlyList<DemoEvent> WithTonight(DateTimeOffset now)
    {
        var events = Until(now);

        // Their ids and times are of the same minute, so that loading the month twice within it gives the same events.
        now -= TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerMinute);
        DemoEvent[] tonight =
        [
            Tonight(now, 1, 185, "deployment", "PAYMENTS", "BRAND-A-STAGING", "MINOR", "1.99.0", "Retry of declined cards", "chloe"),
            Tonight(now, 2, 34, "deployment", "PAYMENTS", "BRAND-A-PRODUCTION", "MAJOR", "1.99.0", "Retry of declined cards", "chloe"),
            Tonight(
                now,
                3,
                21,
                "incident",
                "PAYMENTS",
                "BRAND-A-PRODUCTION",
                "CRITICAL",
                null,
                "Card payments time out for one customer in five",
                "deniz"
            ),
            Tonight(
                now,
                4,
                6,
                "config.change",
                "GATEWAY",
                "BRAND-A-PRODUCTION",
                "MINOR",
                null,
                "Longer timeout towards the payment provider",
                "emil"
            ),
        ];
        return [.. events.Concat(tonight).OrderBy(e => e.Time)];
    }

    private static DemoEvent Tonight(
        DateTimeOffset now,
        int number,
        int minutesAgo,
        string type,
        string source,
        string subject,
        string severity,
        string? version,
        string description,
        string author
    ) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"demo-{now:yyyyMMddHHmm}-now-{number}"),
            now.AddMinutes(-minutesAgo),
            type,
            source,
            subject,
            severity,
            version,
            description,
            author,
            30 * number
        );

    private sealed class Writer(DateTimeOffset end)
    {
        private readonly Random _random = new(Seed);
        private readonly List<DemoEvent> _events = [];
        private readonly DateTimeOffset _start = new DateTimeOffset(end.UtcDateTime.Date, TimeSpan.Zero).AddDays(-Days);

        /// <summary>
        /// A release every few working days: development in the morning, staging in the afternoon, production on the next working day.
        /// </summary>
        public void WriteReleases(string brand, string system)
        {
            var minor = _random.Next(2, 30);
            for (var day = _random.Next(0, 4); day < Days - 1; day += _random.Next(2, 5))
            {
                if (IsWeekend(day) || IsFreeze(day))
                    continue;
                var version = string.Create(CultureInfo.InvariantCulture, $"1.{++minor}.0");
                var description = Pick(Changes);
                var deploy = system == "DB" ? "migration" : "deployment";
                Add(At(day, 8, 11), deploy, system, $"{brand}-DEV", "LOW", version, description);
                Add(At(day, 13, 16), deploy, system, $"{brand}-STAGING", "MINOR", version, description);
                if (_random.Next(6) == 0)
                {
                    Add(
                        At(day, 16, 18),
                        "rollback",
                        system,
                        $"{brand}-STAGING",
                        "MINOR",
                        string.Create(CultureInfo.InvariantCulture, $"1.{minor - 1}.0"),
                        "Failed the smoke test"
                    );
                    continue;
                }

                var live = NextWorkingDay(day);
                if (live >= Days || IsFreeze(live))
                    continue;
                var released = At(live, 9, 15);
                Add(released, deploy, system, $"{brand}-PRODUCTION", "MAJOR", version, description);
                if (system is "FE" or "GATEWAY")
                    Add(
                        released.AddMinutes(_random.Next(2, 9)),
                        "cache.purge",
                        system,
                        $"{brand}-PRODUCTION",
                        "LOW",
                        null,
                        "Purge after release"
                    );
                if (_random.Next(8) == 0)
                    WriteIncident(released, system, $"{brand}-PRODUCTION", string.Create(CultureInfo.InvariantCulture, $"1.{minor - 1}.0"));
            }
        }

        /// <summary>The events that a tour of the product shows.</summary>
        public void WriteStories()
        {
            Add(
                At(WorkingDay(6), 10, 11),
                "deployment",
                "SEARCH",
                "BRAND-A-PRODUCTION",
                "MAJOR",
                "2.0.0",
                "New ranking, straight to production"
            );
            Add(At(11, 3, 4), "config.change", "DB", "BRAND-A-PRODUCTION", "CRITICAL", null, "Connection pool lowered by hand at night");
            Add(At(WorkingDay(16), 9, 10), "config.change", "GATEWAY", null, "MINOR", null, "New certificate for both brands");
            Add(At(20, 8, 9), "freeze.started", "release-calendar", null, "MINOR", null, "No releases for five days");
            var hotfix = At(WorkingDay(22), 19, 20);
            Add(
                hotfix.AddMinutes(-50),
                "incident",
                "PAYMENTS",
                "BRAND-B-PRODUCTION",
                "CRITICAL",
                null,
                "Card payments fail for some banks"
            );
            Add(
                hotfix,
                "deployment",
                "PAYMENTS",
                "BRAND-B-PRODUCTION",
                "CRITICAL",
                "1.99.1",
                "Hotfix during the freeze: accept the new certificate chain"
            );
            Add(At(25, 8, 9), "freeze.ended", "release-calendar", null, "MINOR", null, "Releases go on");

            var release = At(WorkingDay(28), 13, 14);
            Add(release.AddHours(-26), "deployment", "BE", "BRAND-A-STAGING", "MINOR", "1.98.0", "Orders in one transaction");
            Add(release.AddHours(-25), "migration", "DB", "BRAND-A-STAGING", "MINOR", "1.98.0", "Index on orders by customer");
            Add(release.AddHours(-1), "migration", "DB", "BRAND-A-PRODUCTION", "MAJOR", "1.98.0", "Index on orders by customer");
            Add(release, "deployment", "BE", "BRAND-A-PRODUCTION", "MAJOR", "1.98.0", "Orders in one transaction");
            Add(
                release.AddMinutes(25),
                "incident",
                "BE",
                "BRAND-A-PRODUCTION",
                "CRITICAL",
                null,
                "Checkout answers 500 for one request in ten"
            );
            Add(release.AddMinutes(48), "rollback", "BE", "BRAND-A-PRODUCTION", "MAJOR", null, "Back to what ran before");
        }

        public IReadOnlyList<DemoEvent> Finish() =>
            [
                .. _events
                    .Where(e => e.Time < end)
                    .OrderBy(e => e.Time)
                    .ThenBy(e => e.Source, StringComparer.Ordinal)
                    .ThenBy(e => e.Subject, StringComparer.Ordinal)
                    .Select((e, i) => e with { Id = string.Create(CultureInfo.InvariantCulture, $"demo-{end:yyyyMMdd}-{i + 1:D4}") }),
            ];

        private void WriteIncident(DateTimeOffset released, string system, string subject, string previous)
        {
            var noticed = released.AddMinutes(_random.Next(8, 70));
            Add(
                noticed,
                "incident",
                system,
                subject,
                _random.Next(3) == 0 ? "CRITICAL" : "MAJOR",
                null,
                Pick(["Error rate up", "Slow answers", "Queue grows", "Customers report failures"])
            );
            Add(noticed.AddMinutes(_random.Next(5, 40)), "rollback", system, subject, "MAJOR", previous, "Back to the version before");
        }

        private void Add(
            DateTimeOffset time,
            string type,
            string source,
            string? subject,
            string severity,
            string? version,
            string description
        ) =>
            _events.Add(
                new DemoEvent("", time, type, source, subject, severity, version, description, Pick(People), _random.Next(20, 900))
            );

        private DateTimeOffset At(int day, int fromHour, int toHour) =>
            _start.AddDays(day).AddHours(fromHour).AddSeconds(_random.Next(0, (toHour - fromHour) * 3_600));

        private bool IsWeekend(int day) => _start.AddDays(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

        private static bool IsFreeze(int day) => day is >= 20 and < 25;

        /// <summary>The day itself, or the last working day before it.</summary>
        private int WorkingDay(int day)
        {
            while (IsWeekend(day))
                day--;
            return day;
        }

        private int NextWorkingDay(int day)
        {
            do day++;
            while (IsWeekend(day));
            return day;
        }

        private string Pick(string[] from) => from[_random.Next(from.Length)];
    }
}

/// <summary>An event of the demo month.</summary>
/// <param name="Id">Contains its position in the month.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Type">The type of event.</param>
/// <param name="Source">The system.</param>
/// <param name="Subject">The environment, if any.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Version">The version, if any.</param>
/// <param name="Description">A sentence for people.</param>
/// <param name="Author">The person that did it.</param>
/// <param name="Seconds">The duration.</param>
public sealed record DemoEvent(
    string Id,
    DateTimeOffset Time,
    string Type,
    string Source,
    string? Subject,
    string Severity,
    string? Version,
    string Description,
    string Author,
    int Seconds
);
