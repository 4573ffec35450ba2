using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpsTrails.Core.Demo;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Commands;

/// <summary>
/// <c>demo</c>: starts the program on a free port and records a sample month into a separate organization. A second run on the same day
/// records only what brings the month up to now.
/// </summary>
internal static class DemoCommand
{
    private const string Name = "Demo month";

    private const string Context =
        "# Two brands, one platform\n\n"
        + "BRAND-A and BRAND-B are web shops on the same seven systems: BE (orders), FE (shop pages), DB, PAYMENTS, "
        + "SEARCH, GATEWAY and JOBS.\n"
        + "Versions go from DEV over STAGING to PRODUCTION, on working days. `freeze.started` and `freeze.ended` bound the days without "
        + "releases;\nwhat reaches production in between is a hotfix, or a mistake.";

    private static readonly JsonObject Settings = new()
    {
        ["name"] = Name,
        ["timeZone"] = "Europe/Warsaw",
        ["businessHours"] = new JsonObject
        {
            ["days"] = new JsonArray("mon", "tue", "wed", "thu", "fri"),
            ["from"] = "08:00",
            ["to"] = "18:00",
        },
    };

    public static Command Create(IReadOnlyList<string> settings)
    {
        var until = new Option<string?>("--until")
        {
            Description = "End of the month, such as 2026-11-23T12:00:00Z. Default: now.",
            HelpName = "time",
        };
        var remove = new Option<bool>("--remove") { Description = "Remove the sample events again.", Arity = ArgumentArity.Zero };
        var command = new Command("demo", "Record a sample month of events into a separate organization, or remove it.") { until, remove };
        command.SetAction(
            (parsed, _) => parsed.GetValue(remove) ? DemoRemovalCommand.RunAsync(settings) : RunAsync(settings, parsed.GetValue(until))
        );
        return command;
    }

    /// <summary>Settings and context as they were before the demo, unless somebody changed them since.</summary>
    public static async Task ResetSettingsAsync(IServiceProvider services, OrganizationId organization)
    {
        var (settings, context) = (services.GetRequiredService<SettingsStore>(), services.GetRequiredService<ContextStore>());
        var own = OrganizationSettings.Parse(JsonSerializer.SerializeToElement(Settings), new ValidationErrors())!;
        if ((await settings.ReadAsync(organization, CancellationToken.None)).Content.MembersThatDiffer(own).Count == 0)
            await settings.ReplaceAsync(
                organization,
                OrganizationSettings.Default with
                {
                    Name = Name,
                },
                RevisionCondition.Anything,
                "demo",
                CancellationToken.None
            );
        if ((await context.ReadAsync(organization, CancellationToken.None)).Content == Context)
            await context.ReplaceAsync(organization, "", RevisionCondition.Anything, "demo", CancellationToken.None);
    }

    private static Task<int> RunAsync(IReadOnlyList<string> settings, string? until) =>
        OpsTrailsApp.GuardAsync(async () =>
        {
            await using var app = OpsTrailsApp.Create([.. settings, "--urls=http://127.0.0.1:0"]);
            await app.Services.GetRequiredService<RestoreMarker>().EnsureNoneAsync(CancellationToken.None);
            await app.Services.GetRequiredService<StoreFormat>().EnsureCurrentAsync(CancellationToken.None);
            await OpsTrailsApp.StartAsync(app);
            var organization = await app.Services.GetRequiredService<NewOrganizations>().FindOrMakeDemoAsync(Name, CancellationToken.None);
            var keys = app.Services.GetRequiredService<KeyStore>();
            var (recorder, secret) = await keys.IssueAsync(
                organization,
                "demo recorder",
                KeyScope.Admin,
                null,
                "demo",
                CancellationToken.None
            );

            using var client = new HttpClient
            {
                BaseAddress = new Uri(
                    app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
                ),
            };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Reveal());
            await FillAsync(
                client,
                app.Services.GetRequiredService<DemoRecorder>(),
                organization,
                DemoMonth.WithTonight(EndOf(app, until)),
                Console.Out
            );

            await keys.RevokeAsync(organization, recorder.Id, "demo", CancellationToken.None);
            await WriteReadCommandsAsync(app, keys, organization);
            await app.StopAsync();
            return 0;
        });

    /// <summary>Writes the demo's settings, context and events to the organization of the client's key.</summary>
    public static async Task FillAsync(
        HttpClient client,
        DemoRecorder recorder,
        OrganizationId organization,
        IReadOnlyList<DemoEvent> month,
        TextWriter console
    )
    {
        await PutAsync(client, "/api/v1/settings", Settings);
        await PutAsync(client, "/api/v1/context", new JsonObject { ["text"] = Context });
        await RecordAsync(recorder, organization, month, console);
    }

    private static DateTimeOffset EndOf(WebApplication app, string? until)
    {
        if (until is null)
            return app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        return Instant.TryParse(until, out var end, out var reason)
            ? end.ToDateTimeOffset()
            : throw new StartupException($"--until: {reason}.");
    }

    private static async Task RecordAsync(
        DemoRecorder recorder,
        OrganizationId organization,
        IReadOnlyList<DemoEvent> month,
        TextWriter console
    )
    {
        if (!await recorder.BeginAsync(organization, month))
            throw new StartupException("The demo is being removed. Run demo --remove to finish that, then demo again.");
        var (done, recorded) = (0, 0);
        await foreach (var batch in recorder.RecordAsync(organization, month))
        {
            done += batch.All;
            recorded += batch.New;
            await console.WriteLineAsync($"{done} of {month.Count} events");
        }
        await console.WriteLineAsync($"Recorded {recorded} new events. Already recorded: {done - recorded}.");
    }

    private static async Task PutAsync(HttpClient client, string address, JsonNode body)
    {
        using var response = await client.PutAsJsonAsync(address, body);
        response.EnsureSuccessStatusCode();
    }

    private static async Task WriteReadCommandsAsync(WebApplication app, KeyStore keys, OrganizationId organization)
    {
        // Keys are shown in Development only, because standard output ends up in logs elsewhere.
        if (!app.Environment.IsDevelopment())
            return;
        var (_, reader) = await keys.IssueAsync(organization, "demo reader", KeyScope.ReadOnly, null, "demo", CancellationToken.None);
        var (key, api) = ($"Authorization: Bearer {reader.Reveal()}", "http://localhost:7071/api/v1");
        await Console.Out.WriteLineAsync(
            $"""

            Start OpsTrails and read the demo with this key of scope READ_ONLY:

              curl -H "{key}" {api}/grid
              curl -H "{key}" "{api}/diff?from=BRAND-A-STAGING&to=BRAND-A-PRODUCTION"
              curl -H "{key}" "{api}/events?q=severity%3E=MAJOR%20subject:BRAND-B-PRODUCTION&from=-14d"
            """
        );
    }
}
