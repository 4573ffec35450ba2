using System.Globalization;
using System.Text.Json;

namespace OpsTrails.Core.Organizations;

/// <summary>The days and hours when people are at work, in the organization's time zone.</summary>
public sealed record BusinessHours(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>Names of days in the order of <see cref="DayOfWeek"/>.</summary>
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static IReadOnlyList<string> DayNames { get; } = [.. Names[1..], Names[0]];

    public static bool TryParseDay(string? name, out DayOfWeek day)
    {
        var index = Array.IndexOf(Names, name);
        day = (DayOfWeek)Math.Max(index, 0);
        return index >= 0;
    }

    public static string NameOf(DayOfWeek day) => Names[(int)day];

    /// <summary>Whether a local time is within the hours, start inclusive, end exclusive.</summary>
    public bool Contain(DateTime local) =>
        Days.Contains(local.DayOfWeek) && TimeOnly.FromDateTime(local) is var time && time >= From && time < To;

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("days");
        foreach (var day in Days)
            writer.WriteStringValue(NameOf(day));
        writer.WriteEndArray();
        writer.WriteString("from", From.ToString("HH:mm", CultureInfo.InvariantCulture));
        writer.WriteString("to", To.ToString("HH:mm", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
