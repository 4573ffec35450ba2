using System.Globalization;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Tests.Fixtures;

namespace OpsTrails.Core.Tests.Events;

/// <summary>The grammar of <c>time</c>, tested with the table next to this file.</summary>
public sealed class TimeTableTests
{
    public static TheoryData<string, string> Table()
    {
        var rows = new TheoryData<string, string>();
        foreach (
            var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Events", "times.tsv")).Where(line => !line.StartsWith('#'))
        )
        {
            var (text, expected) = line.Split('\t') is [var first, var second] ? (first, second) : throw new InvalidDataException(line);
            rows.Add(text, expected);
        }
        return rows;
    }

    [Theory, MemberData(nameof(Table))]
    public void A_time_is_read_as_the_table_says(string json, string expected)
    {
        var text = JsonElement.Parse(json).GetString()!;

        var accepted = RequestedTime.TryParse(text, SentEvent.ReadAt, isPlanned: false, out var time, out var reason);

        if (expected.StartsWith("! ", StringComparison.Ordinal))
            Assert.Contains(expected[2..], accepted ? $"accepted as {time}" : reason, StringComparison.Ordinal);
        else
            Assert.Equal(expected, accepted ? Format(time) : reason);
    }

    private static string Format(RequestedTime time) =>
        time.Explicit is { } given
            ? given.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)
            : "NOW";
}
