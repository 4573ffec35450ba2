using OpsTrails.Core.Input;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Incidents;

/// <summary>Events of incidents as JSON, dated in minutes before the noon of the test clock.</summary>
internal static class AnIncident
{
    private static readonly DateTimeOffset Noon = TestClock.AtNoon().GetUtcNow();

    public static string Event(
        string id,
        int minutesAgo,
        string type = "incident",
        string source = "BE",
        string? subject = "PRODUCTION",
        string? number = null,
        string? description = null,
        string? until = null,
        string? version = null
    )
    {
        List<string> data = [];
        Add("incident", number);
        Add("description", description);
        Add("until", until);
        return AnEvent
            .Json(id, source, Ago(minutesAgo), subject, version, data.Count == 0 ? null : "{" + string.Join(',', data) + "}")
            .Replace("\"type\":\"deployment\"", $"\"type\":\"{type}\"", StringComparison.Ordinal);

        void Add(string name, string? value)
        {
            if (value is not null)
                data.Add($"\"{name}\":\"{value}\"");
        }
    }

    public static string Ago(int minutes) => Timestamp.From(Noon.AddMinutes(-minutes)).ToString();

    public static async Task RecordAllAsync(this HttpClient client, params string[] events)
    {
        var answer = await client.RecordAsync("[" + string.Join(',', events) + "]");
        Assert.True(answer.Status == 200, answer.Body);
    }
}
