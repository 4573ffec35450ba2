using System.Text.Json;
using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Events;

[Layer(Layer.Store)]
public sealed class EventRoundTripTests
{
    private static readonly string[] AllTwelve =
    [
        "id",
        "specversion",
        "type",
        "source",
        "time",
        "subject",
        "severity",
        "version",
        "datacontenttype",
        "dataschema",
        "data",
        "createdAt",
    ];

    private static readonly Gen<(SentEvent Sent, RecordedEvent Recorded)> Recorded = EventGens.Valid.Select(sent =>
        (sent, Record(sent.Parse().Valid))
    );

    [Fact]
    public void Every_member_is_given_back_as_it_was_sent() =>
        Recorded.Sample(
            x =>
            {
                var given = JsonElement.Parse(x.Recorded.Json.Span);

                Assert.All(
                    x.Sent.Members.Where(member => member.Json != "null" && member.Name != "time"),
                    member => AssertSame(Trimmed(member), given.GetProperty(member.Name), member.Name)
                );
            },
            iter: 1_000
        );

    /// <summary>Names come back without what can't be seen at their ends.</summary>
    private static JsonElement Trimmed((string Name, string Json) member)
    {
        var sent = JsonElement.Parse(member.Json);
        return member.Name is "type" or "source" or "subject" or "version"
            ? JsonSerializer.SerializeToElement(TextRules.Trim(sent.GetString()!))
            : sent;
    }

    [Fact]
    public void All_twelve_members_come_first_and_then_the_extensions_in_the_order_sent() =>
        Recorded.Sample(x =>
        {
            var extensions = x.Sent.Members.Select(member => member.Name).Except(AllTwelve);

            Assert.Equal(
                [.. AllTwelve, .. extensions],
                JsonElement.Parse(x.Recorded.Json.Span).EnumerateObject().Select(member => member.Name)
            );
        });

    [Fact]
    public void What_was_not_sent_is_given_back_as_null_or_its_default() =>
        Recorded.Sample(x =>
        {
            var given = JsonElement.Parse(x.Recorded.Json.Span);
            var sent = x.Sent.Members.Where(member => member.Json != "null").Select(member => member.Name);

            Assert.All(
                AllTwelve.Except([.. sent, "id", "time", "createdAt"]),
                name => Assert.Equal(name == "datacontenttype" ? "\"application/json\"" : "null", given.GetProperty(name).GetRawText())
            );
        });

    [Fact]
    public void The_event_is_one_line() => Recorded.Sample(x => Assert.DoesNotContain((byte)'\n', x.Recorded.Json.ToArray()));

    [Fact]
    public void An_event_comes_out_of_its_row_as_it_went_in() =>
        Recorded.Sample(x =>
        {
            var read = EventRow.Read(EventRow.Write(new RowKey("p", "r"), x.Recorded));

            Assert.Equivalent(x.Recorded, read, strict: true);
            Assert.Equal(x.Recorded.Json.ToArray(), read.Json.ToArray());
        });

    // Pieces have 64 KiB: one less, exactly one and two, and one more.
    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(131_073)]
    [InlineData(524_288)]
    public void An_event_of_several_pieces_comes_out_of_its_row_whole(int bytes)
    {
        var smaller = Record(WithData(0)).Json.Length;
        var recorded = Record(WithData(bytes - smaller));

        var read = EventRow.Read(EventRow.Write(new RowKey("p", "r"), recorded));

        Assert.Equal(bytes, recorded.Json.Length);
        Assert.Equal(recorded.Json.ToArray(), read.Json.ToArray());
    }

    [Theory]
    [InlineData("2025-01-15T14:30:00Z", "2025-01-15T14:30:00.000Z")]
    [InlineData("2025-01-15T14:30:00.120Z", "2025-01-15T14:30:00.120Z")]
    [InlineData("2025-01-15T14:30:00.1234567Z", "2025-01-15T14:30:00.1234567Z")]
    [InlineData("2025-01-15T14:30:00.0000001+02:00", "2025-01-15T12:30:00.0000001Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z")]
    public void A_time_is_given_back_in_utc_with_milliseconds_or_all_there_is(string sent, string given)
    {
        var draft = SentEvent.Smallest.WithText("time", sent).Parse().Valid;

        Assert.Equal(given, JsonElement.Parse(Record(draft).Json.Span).GetProperty("time").GetString());
    }

    private static EventDraft WithData(int length) =>
        SentEvent.Smallest.With("data", $$"""{"a":"{{new string('x', length)}}"}""").Parse().Valid;

    private static RecordedEvent Record(EventDraft draft) =>
        RecordedEvent.From(draft, draft.Id ?? "an-id", draft.Time.At(SentEvent.ReadAt), Timestamp.From(SentEvent.ReadAt));

    /// <summary>Strings by their characters, numbers by their text, members in their order.</summary>
    private static void AssertSame(JsonElement expected, JsonElement actual, string path)
    {
        Assert.Equal((path, expected.ValueKind), (path, actual.ValueKind));
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(
                    expected.EnumerateObject().Select(member => member.Name),
                    actual.EnumerateObject().Select(member => member.Name)
                );
                foreach (var member in expected.EnumerateObject())
                    AssertSame(member.Value, actual.GetProperty(member.Name), $"{path}.{member.Name}");
                break;
            case JsonValueKind.Array:
                Assert.Equal((path, expected.GetArrayLength()), (path, actual.GetArrayLength()));
                for (var i = 0; i < expected.GetArrayLength(); i++)
                    AssertSame(expected[i], actual[i], $"{path}[{i}]");
                break;
            case JsonValueKind.String:
                Assert.Equal((path, expected.GetString()), (path, actual.GetString()));
                break;
            default:
                Assert.Equal((path, expected.GetRawText()), (path, actual.GetRawText()));
                break;
        }
    }
}
