using System.Globalization;
using CsCheck;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People;
using OpsTrails.Functions.Retention;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>A store that was restored gives the answers that the other one gave, byte for byte, and goes on from there.</summary>
public sealed class RestoredAnswersTests : IDisposable
{
    private const string AnIncident =
        """{"specversion":"1.0","type":"incident","source":"BE","time":"2025-01-15T09:00:00Z","id":"incident","subject":"PROD"}""";

    private const string AnEventAgain =
        """{"specversion":"1.0","type":"deployment","source":"again","time":"2025-01-15T10:00:00Z","id":"again","data":{"n":1}}""";

    private readonly TestClock _clock = TestClock.At(SentEvent.ReadAt);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_answer_is_the_same_as_before() =>
        EventGens
            .Valid.Array[0, 50]
            .Sample(
                events => RoundTripAsync(null, null, [.. events.Select(sent => sent.Json)]).GetAwaiter().GetResult(),
                iter: 3,
                threads: 1
            );

    [Fact]
    public async Task From_azure_tables_to_a_folder_every_answer_is_the_same()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await RoundTripAsync(azurite.ConnectionString, null, RetainingApp.Hourly(_clock.GetUtcNow(), 30));
    }

    [Fact]
    public async Task From_a_folder_to_azure_tables_every_answer_is_the_same()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await RoundTripAsync(null, azurite.ConnectionString, RetainingApp.Hourly(_clock.GetUtcNow(), 30));
    }

    private async Task RoundTripAsync(string? from, string? to, IReadOnlyList<string> events)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(_folder.Path, Path.GetRandomFileName() + ".jsonl.gz");
        var target = to ?? Path.Combine(folder.Path, "restored");
        IReadOnlyList<string> rows;
        IReadOnlyDictionary<string, string> answers;
        string key;
        await using (var app = await TestApp.StartAsync(from ?? Path.Combine(folder.Path, "first"), _clock.AddTo, RetainingApp.NoSweep))
        {
            key = await app.CreateKeyAsync("ADMIN");
            await FillAsync(app, key, events);
            answers = await AskAllAsync(app, key);
            rows = await app.DumpAsync();
            await app.BackUpAsync(file);
        }

        await Backups.RestoreAsync(file, target);

        await using var restored = await TestApp.StartAsync(target, _clock.AddTo, RetainingApp.NoSweep);
        Assert.Equal(rows, await restored.DumpAsync());
        var again = await AskAllAsync(restored, key);
        Assert.Equal(answers.Keys.Order(), again.Keys.Order());
        Assert.All(answers, answer => Assert.Equal(answer.Value, again[answer.Key]));
        await GoOnAsync(restored, key);
    }

    /// <summary>Something in every table that a person or a pipeline can fill.</summary>
    private static async Task FillAsync(TestApp app, string key, IReadOnlyList<string> events)
    {
        using var client = app.ClientWith(key);
        foreach (var json in events)
            Assert.InRange((await client.RecordAsync(json)).Status, 200, 409);
        Assert.Equal(201, (await client.RecordAsync(AnEventAgain)).Status);
        Assert.Equal(201, (await client.RecordAsync(AnIncident)).Status);
        await app.SettleAsync();
        for (var revision = 1; revision <= 23; revision++)
            await client.AskAsync(HttpMethod.Put, "/api/v1/context", $$"""{"text":"# Revision {{revision}} ☃"}""");
        await client.AskAsync(
            HttpMethod.Put,
            "/api/v1/settings",
            """{"name":"Łódź","ladders":[["DEV","PROD"]],"timeZone":"Europe/Warsaw","retentionDays":9000}"""
        );
        var revoked = (
            await client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"revoked","scope":"READ_ONLY","expiresAt":null}""")
        )
            .Data.GetProperty("id")
            .GetString();
        Assert.Equal(200, (await client.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + revoked)).Status);
        await app.Services.GetRequiredService<FirstOwner>().SignInAsync(app.Organization, CancellationToken.None);
        foreach (var row in (await app.RowsAsync(Tables.Events)).Take(2))
            await app
                .Services.GetRequiredService<PoisonStore>()
                .KeepAsync(app.Organization, EventRow.Read(row), new TopicAnswer(400, "no"));
        await Eventually.TrueAsync(async () =>
            (await client.AskAsync("/api/v1/keys"))
                .Data.EnumerateArray()
                .Any(listed => listed.GetProperty("lastUsedAt").ValueKind == System.Text.Json.JsonValueKind.String)
        );

        // A cell whose events are gone.
        await client.RecordAsync(AnEvent.Json("gone", "GONE", "1990-01-01T00:00:00Z", version: "0.1"));
        await app.SettleAsync();
        Assert.True(await app.Services.GetRequiredService<RetentionRuns>().RunAsync(CancellationToken.None));
        Assert.Equal(404, (await client.AskAsync("/api/v1/events/gone")).Status);

        var other = await app.Services.GetRequiredService<NewOrganizations>().AddAsync("other", CancellationToken.None);
        await app.RecordAsync([RecordedEvents.Json("theirs", "2025-01-01T00:00:00Z")], other);
        await app
            .Services.GetRequiredService<SettingsStore>()
            .ReplaceAsync(
                other,
                OrganizationSettings.Default with
                {
                    Name = "other",
                    RetentionDays = 30_000,
                },
                RevisionCondition.Anything,
                "test",
                CancellationToken.None
            );
    }

    /// <summary>Every address that can be read and needs no name of something, and some that do; pages to their end.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> AskAllAsync(TestApp app, string key)
    {
        using var client = app.ClientWith(key);
        var plain = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(route => route.RoutePattern.RawText!)
            .Where(path =>
                path.StartsWith("/api/v1/", StringComparison.Ordinal)
                && !path.Contains('{', StringComparison.Ordinal)
                && !path.EndsWith("/stream", StringComparison.Ordinal)
            );
        List<string> asked =
        [
            .. plain,
            "/api/v1/events/again",
            "/api/v1/events/again?source=again",
            "/api/v1/events?source=again&from=1970-01-01T00:00:00Z",
            "/api/v1/events?q=severity%3E%3DMAJOR&from=1970-01-01T00:00:00Z",
            "/api/v1/summary?from=1970-01-01T00:00:00Z",
            "/api/v1/events?after=begin",
            "/api/v1/events?after=f0&limit=7",
            "/api/v1/events?after=now",
            .. ((string[])["2025-01-15T12:00:00Z", "2025-01-01T00:00:00Z", "2010-06-01T00:00:00Z", "1991-01-01T00:00:00Z"]).Select(at =>
                "/api/v1/grid?at=" + at
            ),
            "/api/v1/diff?from=PROD&to=STAGING",
            "/api/v1/days?from=-60d",
            "/api/v1/diff?from=PROD&to=PROD@-2d",
            "/api/v1/changes-before?time=2025-01-15T11:00:00Z&window=24h",
            "/api/v1/changes-before?event=again",
            "/api/v1/incidents/incident",
            "/api/v1/incidents?state=resolved",
            "/api/v1/context/revisions",
            "/api/v1/context/revisions/23",
            "/api/v1/context/revisions/4",
            "/api/v1/context/revisions/3",
        ];
        var answers = new Dictionary<string, string>();
        foreach (var path in asked)
            answers[path] = await TextAsync(client, path);

        var page = "/api/v1/events?from=1970-01-01T00:00:00Z&limit=9";
        var next = page;
        while (next is not null)
        {
            var answer = await client.AskAsync(next);
            answers[next] = answer.Body;
            next = answer.Json.GetProperty("nextCursor").GetString() is { } cursor ? $"{page}&cursor={Uri.EscapeDataString(cursor)}" : null;
        }
        Assert.True(answers.Count > 25);
        return answers;
    }

    private static async Task<string> TextAsync(HttpClient client, string path)
    {
        var answer = await client.AskAsync(path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{answer.Status} {answer.Header("etag")} {answer.Header("feed-start")} {answer.Body}"
        );
    }

    /// <summary>What was recorded before is known, and new events follow it in the feed.</summary>
    private static async Task GoOnAsync(TestApp app, string key)
    {
        using var client = app.ClientWith(key);
        var end = (await client.AskAsync("/api/v1/events?after=now")).Json.GetProperty("nextCursor").GetString()!;

        var same = await client.RecordAsync(AnEventAgain);
        var other = await client.RecordAsync(AnEventAgain.Replace("\"n\":1", "\"n\":2", StringComparison.Ordinal));
        var added = await client.RecordAsync(AnEvent.Json("new"));
        await app.SettleAsync();
        var next = await client.AskAsync("/api/v1/events?after=" + end);

        Assert.Equal((200, 409, 201), (same.Status, other.Status, added.Status));
        Assert.Equal(["new"], next.Data.Ids());
        Assert.Equal(
            "f" + (long.Parse(end[1..], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture),
            next.Json.GetProperty("nextCursor").GetString()
        );
    }
}
