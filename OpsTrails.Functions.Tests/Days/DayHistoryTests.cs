using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Days;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Days;

/// <summary>
/// Records histories with back-dated events, repeats, deletions, retention, and changes of meanings and names. At every moment the days
/// equal a count of all events that are left.
/// </summary>
public sealed class DayHistoryTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu"];
    private static readonly string[] Types = ["deployment", "deployment.failed", "deployment.started", "go-live", "config-change", "build"];
    private static readonly string?[] Subjects = ["PROD", "prod", "STAGING", null];
    private static readonly string[] Mappings = ["", "pipeline", "deployment.failed", "release"];

    private static readonly Gen<Act> AnAct = Gen.Select(
        Gen.Int[0, 15],
        Gen.Int[0, 40 * 24 * 60],
        Gen.Int[0, Types.Length - 1],
        Gen.Int[0, Subjects.Length - 1],
        Gen.Int[0, 2],
        Gen.Int[0, Zones.Length - 1],
        (what, minutes, type, subject, source, zone) => new Act(what, minutes, type, subject, source, zone)
    );

    [Fact]
    public Task On_the_embedded_store_days_are_those_of_counting_every_event() => PlayAsync(null, histories: 12);

    [Fact]
    public async Task On_azure_tables_days_are_those_of_counting_every_event()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await PlayAsync(azurite.ConnectionString, histories: 2);
    }

    private static async Task PlayAsync(string? storage, int histories)
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(storage, clock.AddTo, RetainingApp.NoSweep);
        var number = 0;
        AnAct.Array[30, 50].Sample(acts => PlayAsync(app, clock, acts, number++).GetAwaiter().GetResult(), iter: histories, threads: 1);
        Assert.True(number >= histories);
    }

    private static async Task PlayAsync(TestApp app, TestClock clock, Act[] acts, int number)
    {
        var add = app.Services.GetRequiredService<NewOrganizations>();
        var organization = await add.AddAsync($"days-{number}", CancellationToken.None);
        using var client = await app.AdminOfAsync(organization);
        var (sent, settings) = (new Dictionary<string, Sent>(), new Settings());
        await PutAsync(client, settings);
        foreach (var (act, i) in acts.Select((act, i) => (act, i)))
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            if (act.What == 9)
                clock.Step(TimeSpan.FromMinutes(act.Minutes % (30 * 60)));
            switch (act.What)
            {
                case 10:
                    settings = settings with { Mapping = Mappings[act.Minutes % Mappings.Length] };
                    await PutAsync(client, settings);
                    break;
                case 11:
                    settings = settings with { IsMerged = !settings.IsMerged };
                    await PutAsync(client, settings);
                    break;
                case 12 when sent.Count > 0:
                    var gone = sent.Keys.ElementAt(act.Minutes % sent.Count);
                    Assert.Equal(200, (await client.DeleteEventAsync(gone, sent[gone].Source)).Status);
                    sent.Remove(gone);
                    if (act.Source == 0)
                        await app.RepeatDeletionsAsync(clock);
                    break;
                case 13:
                    // Only for a moment, so that events before it can still come.
                    await PutAsync(client, settings with { RetentionDays = 20 });
                    // Retention leaves what was recorded in the last two minutes.
                    clock.Advance(TimeSpan.FromMinutes(3));
                    Assert.True(await app.DeleteOldAsync());
                    var before = Timestamp.From(clock.GetUtcNow()) - TimeSpan.FromDays(20);
                    foreach (var old in sent.Where(e => e.Value.Time < before).Select(e => e.Key).ToList())
                        sent.Remove(old);
                    await PutAsync(client, settings);
                    break;
                case 14 or 15:
                    await CompareAsync(app, client, clock, Zones[act.Zone], sent.Values, settings);
                    break;
                default:
                    var e = new Sent(
                        $"e-{i}",
                        Timestamp.From(clock.GetUtcNow().AddMinutes(-act.Minutes)),
                        Types[act.Type],
                        Subjects[act.Subject],
                        $"s{act.Source}"
                    );
                    sent[e.Id] = e;
                    Assert.Equal(201, (await client.RecordAsync(e.Json)).Status);
                    if (act.Zone == 0)
                        Assert.Equal(200, (await client.RecordAsync(e.Json)).Status);
                    break;
            }
        }
        foreach (var zone in Zones)
            await CompareAsync(app, client, clock, zone, sent.Values, settings);
    }

    private static async Task PutAsync(HttpClient client, Settings settings)
    {
        using var response = await client.PutAsJsonAsync("/api/v1/settings", settings.Body);
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task CompareAsync(
        TestApp app,
        HttpClient client,
        TestClock clock,
        string zone,
        IReadOnlyCollection<Sent> sent,
        Settings settings
    )
    {
        await app.SettleAsync();
        var data = (await client.GetJsonAsync($"/api/v1/days?from=-60d&timezone={zone}")).GetProperty("data");

        Assert.True(data.GetProperty("complete").GetBoolean());
        Assert.Equal(Naive(clock, zone, sent, settings), Told(data));
    }

    private static string Told(JsonElement data) =>
        string.Join(
            '\n',
            data.GetProperty("environments")
                .EnumerateArray()
                .SelectMany(environment =>
                    environment
                        .GetProperty("days")
                        .EnumerateArray()
                        .Select(day =>
                            Line(
                                environment.GetProperty("subject").GetString(),
                                day.GetProperty("date").GetString()!,
                                Number(day, "events"),
                                Number(day, "changes"),
                                Number(day, "failed"),
                                Number(day, "outOfHours"),
                                day.TryGetProperty("kinds", out var kinds) ? kinds.GetRawText() : "{}"
                            )
                        )
                )
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Looks at every event.</summary>
    private static string Naive(TestClock clock, string zone, IEnumerable<Sent> sent, Settings settings)
    {
        Assert.True(LocalTime.TryFindZone(zone, out var found));
        Assert.True(LocalTime.TryFindZone("Europe/Warsaw", out var office));
        var first = DateOnly.FromDateTime(LocalTime.FromUtc(Timestamp.From(clock.GetUtcNow().AddDays(-60)), found));
        return string.Join(
            '\n',
            sent.Where(e => e.Date(found) >= first)
                .GroupBy(e => (Subject: settings.IsMerged && e.Subject == "prod" ? "PROD" : e.Subject, Date: e.Date(found)))
                .Select(day =>
                {
                    var changes = day.Select(e => (Event: e, Meaning: EventMeaning.Of(e.Type, EventHints.None, settings.Types)))
                        .Where(e => LocalDays.IsChange(e.Meaning.Kind, e.Meaning.Phase))
                        .ToList();
                    return Line(
                        day.Key.Subject,
                        day.Key.Date.ToString("O", CultureInfo.InvariantCulture),
                        day.Count(),
                        changes.Count,
                        changes.Count(e => e.Meaning.HasFailed),
                        changes.Count(e =>
                            LocalTime.FromUtc(e.Event.Time, office) is var local
                            && (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || local.Hour is < 9 or >= 17)
                        ),
                        JsonSerializer.Serialize(
                            new SortedDictionary<string, int>(
                                changes
                                    .GroupBy(e => EventKindNames.Of(e.Meaning.Kind))
                                    .ToDictionary(kind => kind.Key, kind => kind.Count()),
                                StringComparer.Ordinal
                            )
                        )
                    );
                })
                .Order(StringComparer.Ordinal)
        );
    }

    private static string Line(string? subject, string date, int events, int changes, int failed, int outOfHours, string kinds) =>
        $"{subject ?? "-"} {date} {events} {changes} {failed} {outOfHours} {kinds}";

    private static int Number(JsonElement day, string name) => day.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private sealed record Act(int What, int Minutes, int Type, int Subject, int Source, int Zone);

    private sealed record Sent(string Id, Timestamp Time, string Type, string? Subject, string Source)
    {
        public string Json => RecordedEvents.Json(Id, RecordedEvents.TimeText(Time), Source, Subject, Type);

        public DateOnly Date(TimeZoneInfo zone) => DateOnly.FromDateTime(LocalTime.FromUtc(Time, zone));
    }

    private sealed record Settings(string Mapping = "", bool IsMerged = false, int? RetentionDays = null)
    {
        public TypeMeanings Types
        {
            get
            {
                using var json = JsonDocument.Parse(Mapping.Length == 0 ? "{}" : $$"""{"go-live":"{{Mapping}}"}""");
                return TypeMeanings.Read(json.RootElement, new ValidationErrors(), "types")!;
            }
        }

        public object Body =>
            new
            {
                timeZone = "Europe/Warsaw",
                businessHours = new
                {
                    days = new[] { "mon", "tue", "wed", "thu", "fri" },
                    from = "09:00",
                    to = "17:00",
                },
                types = Types.Texts,
                retentionDays = RetentionDays,
                aliases = new { subjects = IsMerged ? new Dictionary<string, string[]> { ["PROD"] = ["prod"] } : [] },
            };
    }
}
