using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Ledger;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Deletes events over HTTP, and compares with a store that never had them.</summary>
internal static class Deleting
{
    /// <summary>What is derived from events, or is an event.</summary>
    private static readonly string[] OfEvents =
    [
        Tables.Events,
        Tables.Timeline,
        Tables.Cells,
        Tables.Facets,
        Tables.Incidents,
        Tables.Poison,
    ];

    public static Task<Answer> DeleteEventAsync(this HttpClient client, string id, string? source = null, string reason = "by mistake") =>
        client.AskAsync(
            HttpMethod.Delete,
            $"/api/v1/events/{Uri.EscapeDataString(id)}?reason={Uri.EscapeDataString(reason)}"
                + (source is null ? "" : "&source=" + Uri.EscapeDataString(source))
        );

    /// <summary>A client of an organization of its own, or of the first one.</summary>
    public static async Task<HttpClient> AdminOfAsync(this TestApp app, OrganizationId? organization = null)
    {
        var (_, key) = await app
            .Services.GetRequiredService<KeyStore>()
            .IssueAsync(organization ?? app.Organization, "test", KeyScope.Admin, null, "test", TestContext.Current.CancellationToken);
        return app.ClientWith(key.Reveal());
    }

    /// <summary>Moves the clock to where deletions are repeated, and sweeps.</summary>
    public static async Task RepeatDeletionsAsync(this TestApp app, TestClock clock)
    {
        await app.SettleAsync();
        clock.Advance(DeletionSteps.RepeatedAfter + TimeSpan.FromMinutes(1));
        await app.SweepAsync(clock.GetUtcNow());
        await app.SettleAsync();
    }

    /// <summary>Every row of events and of what is derived from them, the organization left out.</summary>
    public static async Task<IReadOnlyList<string>> DumpEventsAsync(this TestApp app) =>
        [
            .. (await app.DumpAsync())
                .Where(line => OfEvents.Contains(line.Split(' ')[0]) && !line.Contains(", t) ", StringComparison.Ordinal))
                .Select(line => line.Replace(app.Organization.Value, "organization", StringComparison.Ordinal)),
        ];

    /// <summary>An event in JSON. What is null is left out.</summary>
    public static string Json(
        string id,
        DateTimeOffset time,
        string type = "deployment",
        string source = "BE",
        string? subject = "PROD",
        string? version = null,
        string? number = null,
        string? description = null
    ) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["specversion"] = "1.0",
                ["id"] = id,
                ["type"] = type,
                ["source"] = source,
                ["subject"] = subject,
                ["time"] = RecordedEvents.TimeText(time.UtcTicks),
                ["version"] = version,
                ["data"] = new { incident = number, description },
            }
        );
}
