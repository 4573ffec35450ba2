using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// Events as teams send them, from a seed: a few cells and types and now and then a new one, times left to the clock, given, and long past.
/// </summary>
internal sealed class EventMix(int seed, DateTimeOffset today)
{
    private static readonly string[] Types = ["deployment", "rollback", "migration", "config-change", "cache-purge"];
    private static readonly string?[] Subjects = ["PROD", "STAGING", "Prüf/Umgebung #1", null];

    private readonly Random _random = new(seed);
    private int _made;

    public PostedEvent Next()
    {
        var number = _made++;
        var id = string.Create(CultureInfo.InvariantCulture, $"e-{seed}-{number}");
        var source = OneIn(15) ? $"//new.example/{id}" : string.Create(CultureInfo.InvariantCulture, $"svc-{_random.Next(12)}");
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = OneIn(12) ? $"type {id}" : Types[_random.Next(Types.Length)],
            ["time"] = Time(),
            ["data"] = new JsonObject
            {
                ["description"] = $"Änderung {number}",
                ["build"] = 12345678901234567L + number,
                ["log"] = OneIn(40) ? new string('x', 20_000) : null,
            },
        };
        if (Subjects[_random.Next(Subjects.Length)] is { } subject)
            json["subject"] = subject;
        if (OneIn(2))
            json["version"] = string.Create(CultureInfo.InvariantCulture, $"1.{number}.0");
        return new PostedEvent(new EventName(source, id), json.ToJsonString());
    }

    private string Time()
    {
        var time = _random.Next(4) switch
        {
            0 => today.AddTicks(-_random.NextInt64(TimeSpan.TicksPerHour)),
            1 => today.AddTicks(-_random.NextInt64(60 * TimeSpan.TicksPerDay)),
            _ => (DateTimeOffset?)null,
        };
        return time?.ToString("O", CultureInfo.InvariantCulture) ?? "NOW";
    }

    private bool OneIn(int n) => _random.Next(n) == 0;
}

/// <summary>An event as a client sends it, the same at every try.</summary>
internal sealed record PostedEvent(EventName Name, string Json);
