using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>While the store fails, the log says why, health is not ready, and requests are told to come again.</summary>
public sealed class FailingStoreTests
{
    private static readonly StoreFault Full = new("The disk of the store /data is full.", "Free space.");

    [Fact]
    public async Task One_warning_a_minute_says_what_where_and_what_to_do()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtNoon());
        await using var app = await StartAsync(tap, clock);
        using var client = await app.ClientWithKeyAsync();
        FailWrites(tap, Full);

        await RecordTwentyAsync(client);
        var first = Warnings(app);
        clock.Advance(TimeSpan.FromMinutes(1));
        await RecordTwentyAsync(client);

        Assert.Contains(
            "Storage is unavailable: The disk of the store /data is full. Free space.",
            Assert.Single(first),
            StringComparison.Ordinal
        );
        Assert.Equal(2, Warnings(app).Count);
    }

    [Fact]
    public async Task Another_reason_is_told_at_once()
    {
        var tap = new StoreTap();
        await using var app = await StartAsync(tap);
        using var client = await app.ClientWithKeyAsync();
        FailWrites(tap, Full);
        await RecordTwentyAsync(client);

        FailWrites(tap, new StoreFault("The store /data was deleted.", "Put it back."));
        await RecordTwentyAsync(client);

        Assert.Equal(2, Warnings(app).Count);
    }

    [Fact]
    public async Task Health_is_not_ready_while_writes_fail_although_reads_succeed()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtNoon());
        await using var app = await StartAsync(tap, clock);
        using var client = await app.ClientWithKeyAsync();
        var before = await app.Client.AskAsync("/health");
        FailWrites(tap, Full);

        await client.RecordAsync(AnEvent.Json("e"));
        var failing = await app.Client.AskAsync("/health");
        clock.Advance(TimeSpan.FromMinutes(5));
        var stillFailing = await app.Client.AskAsync("/health");
        tap.Heal();
        clock.Advance(TimeSpan.FromSeconds(5));
        var after = await app.Client.AskAsync("/health");

        Assert.Equal((200, 503, 503, 200), (before.Status, failing.Status, stillFailing.Status, after.Status));
        Assert.Contains(app.Log.All, line => line.Contains("Storage accepts writes again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_of_a_damaged_store_is_not_ready_although_other_writes_succeed()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtNoon());
        await using var app = await StartAsync(tap, clock);
        using var client = await app.ClientWithKeyAsync();
        var damage = new StoreFault("The store /data is damaged.", "Restore.", IsDamage: true);
        tap.FailWhen(call => call.Table == Tables.Timeline, new StorageUnavailableException(damage));

        var read = await client.AskAsync("/api/v1/events");
        clock.Advance(TimeSpan.FromSeconds(5));
        var health = await app.Client.AskAsync("/health");
        clock.Advance(TimeSpan.FromMinutes(1));
        var later = await app.Client.AskAsync("/health");

        Assert.Equal((503, 503, 200), (read.Status, health.Status, later.Status));
        Assert.Single(Warnings(app));
    }

    [Fact]
    public async Task On_azure_a_health_check_writes_only_after_a_write_has_failed()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtNoon());
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = await TestApp.StartAsync(
            azurite.ConnectionString,
            builder =>
            {
                tap.AddTo(builder);
                clock.AddTo(builder);
            }
        );
        using var client = await app.ClientWithKeyAsync();
        var writes = tap.Begun(Tables.Leases, "write");

        var healthy = await app.Client.AskAsync("/health");
        var written = tap.Begun(Tables.Leases, "write") - writes;
        FailWrites(tap, Full);
        await client.RecordAsync(AnEvent.Json("e"));
        var failing = await app.Client.AskAsync("/health");

        Assert.Equal((200, 0, 503), (healthy.Status, written, failing.Status));
    }

    [Fact]
    public async Task A_full_disk_refuses_events_loses_none_and_takes_them_again_when_there_is_space()
    {
        using var disk = SmallDisk.OfMegabytes(8);
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(disk.Path, clock.AddTo);
        using var client = await app.ClientWithKeyAsync();
        Assert.Equal(201, (await client.RecordAsync(AnEvent.Json("before"))).Status);
        disk.Fill();

        // The log that the store reuses may have room for some more.
        var (answers, recorded) = (new List<Answer>(), new List<string>());
        for (var i = 0; i < 400 && answers.Count < 20; i++)
        {
            var answer = await client.RecordAsync(AnEvent.Json($"e{i}"));
            if (answer.Status == 201)
                recorded.Add($"e{i}");
            else
                answers.Add(answer);
        }
        var full = await app.Client.AskAsync("/health");
        disk.Empty();
        clock.Advance(TimeSpan.FromSeconds(5));
        var empty = await app.Client.AskAsync("/health");
        var after = await client.RecordAsync(AnEvent.Json("after"));

        Assert.Equal(20, answers.Count);
        Assert.All(
            answers,
            answer => Assert.Equal((503, "SERVICE_UNAVAILABLE", "5"), (answer.Status, answer.Code, answer.Header("retry-after")))
        );
        Assert.Contains($"The disk of the store {disk.Path}", Assert.Single(Warnings(app)), StringComparison.Ordinal);
        Assert.Equal((503, 200, 201), (full.Status, empty.Status, after.Status));
        foreach (var id in recorded.Append("before"))
            Assert.Equal(200, (await client.AskAsync("/api/v1/events/" + id)).Status);
    }

    [Fact]
    public async Task A_deleted_folder_refuses_events_until_it_is_put_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows doesn't move open files.");
        using var folder = new TemporaryFolder();
        var store = Path.Combine(folder.Path, "store");
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(store, clock.AddTo);
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("before"));
        Directory.Move(store, store + ".away");

        // Health sees it before any event is sent.
        var health = await app.Client.AskAsync("/health");
        var (one, two) = (await client.RecordAsync(AnEvent.Json("e")), await client.AskAsync("/api/v1/events"));
        Directory.Move(store + ".away", store);
        clock.Advance(TimeSpan.FromSeconds(5));
        var again = await app.Client.AskAsync("/health");
        var after = await client.RecordAsync(AnEvent.Json("after"));

        Assert.Equal((503, 503, 503), (health.Status, one.Status, two.Status));
        Assert.Equal((200, 201), (again.Status, after.Status));
        Assert.Equal(200, (await client.AskAsync("/api/v1/events/before")).Status);
        Assert.Contains("deleted, moved or replaced", Assert.Single(Warnings(app)), StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(StoreTap tap, TestClock? clock = null) =>
        TestApp.StartAsync(configure: builder =>
        {
            tap.AddTo(builder);
            clock?.AddTo(builder);
        });

    private static void FailWrites(StoreTap tap, StoreFault fault) =>
        tap.FailWhen(call => call.Operation == "write", new StorageUnavailableException(fault));

    private static async Task RecordTwentyAsync(HttpClient client)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.RecordAsync(AnEvent.Json($"e{i}"))));
        Assert.All(
            answers,
            answer =>
                Assert.Equal(
                    (503, "SERVICE_UNAVAILABLE", "5", "application/json; charset=utf-8"),
                    (answer.Status, answer.Code, answer.Header("retry-after"), answer.Header("content-type"))
                )
        );
    }

    /// <summary>Warnings and errors of any kind.</summary>
    private static List<string> Warnings(TestApp app) =>
        [
            .. app.Log.All.Where(line =>
                (line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal))
                && line.Contains("OpsTrails", StringComparison.Ordinal)
            ),
        ];
}
