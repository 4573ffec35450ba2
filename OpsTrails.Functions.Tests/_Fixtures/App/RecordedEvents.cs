using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Puts events into a running program without HTTP, and waits until they are in the feed too.</summary>
internal static class RecordedEvents
{
    public static async Task RecordAsync(this TestApp app, IReadOnlyList<string> events, OrganizationId? organization = null)
    {
        var recorder = app.Services.GetRequiredService<EventRecorder>();
        foreach (var chunk in events.Chunk(500))
        {
            var outcomes = await recorder.RecordAsync(organization ?? app.Organization, [.. chunk.Select(Draft)]);
            Assert.All(outcomes, outcome => Assert.NotNull(outcome.Event));
        }
        await recorder.WhenIdleAsync();
    }

    /// <summary>A valid event in JSON; what is null is left out.</summary>
    public static string Json(
        string id,
        string time,
        string source = "BE",
        string? subject = null,
        string type = "deployment",
        string? severity = null,
        string? version = null,
        string? description = null,
        string? log = null
    ) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["specversion"] = "1.0",
                ["id"] = id,
                ["type"] = type,
                ["source"] = source,
                ["subject"] = subject,
                ["time"] = time,
                ["severity"] = severity,
                ["version"] = version,
                ["data"] =
                    description is not null ? new { description }
                    : log is not null ? new { log }
                    : null,
            }
        );

    public static string TimeText(Timestamp time) => TimeText(time.Ticks);

    public static string TimeText(long ticks) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static EventDraft Draft(string json)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new ValidationErrors();
        return EventParser.Parse(document.RootElement, DateTimeOffset.MaxValue.AddDays(-2), errors)
            ?? throw new ArgumentException(errors.ToString());
    }
}
