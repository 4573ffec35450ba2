using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Demo;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The demo month, up to its now, in a program under test.</summary>
internal static class DemoEvents
{
    public static async Task<IReadOnlyList<DemoEvent>> RecordDemoAsync(this TestApp app, OrganizationId? organization = null)
    {
        var month = DemoMonth.Until(app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await app.RecordAsync([.. month.Select(Json)], organization);
        return month;
    }

    private static string Json(DemoEvent e) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["specversion"] = "1.0",
                ["id"] = e.Id,
                ["type"] = e.Type,
                ["source"] = e.Source,
                ["subject"] = e.Subject,
                ["time"] = Timestamp.From(e.Time).ToString(),
                ["severity"] = e.Severity,
                ["version"] = e.Version,
                ["data"] = new
                {
                    description = e.Description,
                    author = e.Author,
                    seconds = e.Seconds,
                },
            }
        );
}
