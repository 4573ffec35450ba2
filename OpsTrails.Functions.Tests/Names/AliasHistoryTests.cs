using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Names;

/// <summary>
/// Aliases that were set, changed and taken away between writes: every answer equals that of an organization whose events were renamed
/// before they were sent.
/// </summary>
public sealed class AliasHistoryTests(SharedAzurite azurite)
{
    private static readonly string[] Subjects = ["PRODUCTION", "prod", "Production", "STAGING", "stg"];
    private static readonly string[] Sources = ["BE", "backend", "FE"];

    private static readonly string[] Types =
    [
        "deployment",
        "deployment.started",
        "deployment.failed",
        "rollback",
        "incident.opened",
        "incident.resolved",
        "freeze",
        "freeze.ended",
        "config.change",
    ];

    private static readonly Gen<PlayedEvent> Event =
        from subject in Gen.OneOf([.. Subjects, null!])
        from source in Gen.OneOf(Sources)
        from type in Gen.OneOf(Types)
        from version in Gen.OneOf("1.0", "1.1", "2.0", null!)
        from minute in Gen.Int[0, 60]
        select new PlayedEvent(subject, source, type, version, minute);

    private static readonly Gen<JsonObject?> Aliases = Gen.OneOf<string>(
            "{}",
            """{"subjects":{"PRODUCTION":["prod","Production"]}}""",
            """{"subjects":{"PRODUCTION":["prod"],"STAGING":["stg"]},"sources":{"BE":["backend"]}}""",
            """{"subjects":{"prod":["PRODUCTION"]},"sources":{"backend":["BE","FE"]}}""",
            null!
        )
        .Select(text => text is null ? null : JsonNode.Parse(text)!.AsObject());

    [Fact]
    public async Task Every_answer_equals_that_of_events_renamed_before_they_were_sent()
    {
        await using var app = await TestApp.StartAsync();
        await Gen.Select(Event, Aliases).Array[1, 14].SampleAsync(played => CompareAsync(app, played), iter: 25, threads: 1);
    }

    [Fact]
    public async Task And_so_it_is_on_Azure_tables()
    {
        await using var app = await TestApp.StartAsync((await azurite.StartedAsync()).ConnectionString);
        await Gen.Select(Event, Aliases).Array[1, 12].SampleAsync(played => CompareAsync(app, played), iter: 4, threads: 1);
    }

    private static async Task CompareAsync(TestApp app, (PlayedEvent Event, JsonObject? Aliases)[] played)
    {
        using var own = await TenantAsync(app);
        using var renamed = await TenantAsync(app);
        var aliases = played.Select(step => step.Aliases).LastOrDefault(step => step is not null) ?? [];
        foreach (var (step, i) in played.Select((step, i) => (step, i)))
        {
            if (step.Aliases is { } changed)
                await own.PutAliasesAsync(changed);
            var id = i.ToString(CultureInfo.InvariantCulture);
            await own.Client.PostEventOkAsync(step.Event.ToJson(id, name => name), 201);
            await renamed.Client.PostEventOkAsync(step.Event.ToJson(id, name => Canonical(aliases, name)), 201);
        }
        await app.Services.GetRequiredService<DerivationRuns>().RunAsync(TestContext.Current.CancellationToken);

        // A retry is a repeat, whatever the settings say meanwhile.
        await own.Client.PostEventOkAsync(played[0].Event.ToJson("0", name => name), 200);

        string[] addresses =
        [
            "grid",
            "grid?at=2026-11-20T10:30:00Z",
            "subjects",
            "sources",
            "incidents",
            "summary?from=2026-11-19T00:00:00Z&to=2026-11-22T00:00:00Z",
            "changes-before?time=2026-11-20T11:00:00Z&subject=PRODUCTION&source=BE",
            .. Enumerable.Range(0, played.Length).Select(i => $"changes-before?event={i}"),
            .. from subject in Subjects select $"events?subject={subject}",
            .. from source in Sources select $"events?after=begin&source={source}&subject=prod&subject=STAGING",
            .. from subject in Subjects select $"incidents?subject={subject}",
            .. from other in Subjects select $"diff?from=STAGING&to={other}",
            "events?search=prod",
            "events?q=-subject:PRODUCTION",
        ];
        foreach (var address in addresses)
            Assert.Equal(
                await renamed.ReadAsync(Renamed(address, aliases), aliases),
                address + "\n" + await own.ReadAsync(address, aliases),
                (expected, actual) => actual == address + "\n" + expected
            );
    }

    /// <summary>The reference knows canonical names only, so it is asked by them.</summary>
    private static string Renamed(string address, JsonObject aliases)
    {
        var (path, query) = address.Split('?') is [var before, var after] ? (before, after) : (address, "");
        var parameters = query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .Select(parameter =>
                parameter[0] is "subject" or "source" || (parameter[0] is "from" or "to" && path == "diff")
                    ? $"{parameter[0]}={Canonical(aliases, parameter[1])}"
                : parameter[0] == "q" ? $"q=-subject:{Canonical(aliases, parameter[1].Split(':')[1])}"
                : string.Join('=', parameter)
            );
        return query.Length == 0 ? path : $"{path}?{string.Join('&', parameters)}";
    }

    private static string Canonical(JsonObject aliases, string name) =>
        aliases
            .SelectMany(field => field.Value!.AsObject())
            .FirstOrDefault(own => own.Value!.AsArray().Any(alias => alias!.GetValue<string>() == name))
            .Key
        ?? name;

    private static async Task<Tenant> TenantAsync(TestApp app)
    {
        var organization = await app.Services.GetRequiredService<NewOrganizations>().AddAsync("played", CancellationToken.None);
        var (_, secret) = await app
            .Services.GetRequiredService<KeyStore>()
            .IssueAsync(organization, "played", KeyScope.Admin, null, "test", CancellationToken.None);
        return new Tenant(organization, app.ClientWith(secret.Reveal()));
    }

    private sealed record PlayedEvent(string? Subject, string Source, string Type, string? Version, int Minute)
    {
        public string ToJson(string id, Func<string, string> rename) =>
            RecordedEvents.Json(
                id,
                $"2026-11-20T10:{(Minute == 60 ? 59 : Minute):D2}:00Z",
                rename(Source),
                Subject is null ? null : rename(Subject),
                Type,
                version: Version
            );
    }

    private sealed record Tenant(OrganizationId Organization, HttpClient Client) : IDisposable
    {
        public async Task PutAliasesAsync(JsonObject aliases)
        {
            using var response = await Client.PutAsJsonAsync("/api/v1/settings", new JsonObject { ["aliases"] = aliases.DeepClone() });
            Assert.Equal(200, (int)response.StatusCode);
        }

        /// <summary>What an answer says, under canonical names. Errors say no more than that they are some.</summary>
        public async Task<string> ReadAsync(string address, JsonObject aliases)
        {
            var answer = await Client.AskAsync("/api/v1/" + address);
            if (answer.Status != 200)
                return answer.Status.ToString(CultureInfo.InvariantCulture);
            var json = JsonNode.Parse(answer.Body)!;
            if (address.StartsWith("events", StringComparison.Ordinal))
                json.AsObject().Remove("window");
            Clean(json, aliases);
            return json.ToJsonString();
        }

        private static void Clean(JsonNode? node, JsonObject aliases)
        {
            if (node is JsonArray list)
            {
                foreach (var item in list)
                    Clean(item, aliases);
                OrderEqualMoments(list);
            }
            if (node is not JsonObject json)
                return;
            foreach (var name in (string[])["at", "createdAt", "feed", "nextCursor", "aliases", "recomputing", "affected"])
                json.Remove(name);
            foreach (var name in (string[])["subject", "source"])
            {
                if (json[name] is JsonValue value && value.TryGetValue<string>(out var text))
                    json[name] = Canonical(aliases, text);
            }
            foreach (var (_, value) in json.ToList())
                Clean(value, aliases);
        }

        // What began at one moment stands in the order of hashes, which differ when another source is sent.
        private static void OrderEqualMoments(JsonArray list)
        {
            if (!list.All(item => item is JsonObject json && (json.ContainsKey("opened") || json.ContainsKey("until"))))
                return;
            JsonNode[] ordered =
            [
                .. list.Select(item => item!.DeepClone())
                    .GroupBy(item => (item["opened"] ?? item["from"])?.GetValue<string>())
                    .SelectMany(moment => moment.OrderBy(item => item.ToJsonString(), StringComparer.Ordinal)),
            ];
            list.Clear();
            foreach (var item in ordered)
                list.Add(item);
        }

        public void Dispose() => Client.Dispose();
    }
}

file static class Posts
{
    public static async Task PostEventOkAsync(this HttpClient client, string json, int status)
    {
        using var response = await client.PostEventAsync(json);
        Assert.True(status == (int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
