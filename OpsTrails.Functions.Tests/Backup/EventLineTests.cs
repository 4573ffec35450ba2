using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using CsCheck;
using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Backup;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>Lines of a backup: what goes in comes out, and everybody's CloudEvents readers can read them.</summary>
[Layer(Layer.Store)]
public sealed class EventLineTests
{
    private static readonly OrganizationId Organization = OrganizationId.Parse("acme");

    private static readonly Gen<EventLine> Lines = Gen.Select(
        EventGens.Valid,
        Gen.Bool,
        Gen.Bool,
        (sent, given, late) => Line(sent, given, late)
    );

    [Fact]
    public void An_event_comes_out_of_its_line_as_it_went_in() =>
        Lines.Sample(
            line =>
            {
                var read = EventLine.Read(JsonElement.Parse(line.Write()));

                Assert.Equal(
                    (line.Organization, line.Fingerprint, line.TimeWasGiven, line.IsLate),
                    (read.Organization, read.Fingerprint, read.TimeWasGiven, read.IsLate)
                );
                Assert.Equivalent(line.Event, read.Event, strict: true);
                Assert.Equal(line.Event.Json.ToArray(), read.Event.Json.ToArray());
            },
            iter: 1_000
        );

    [Fact]
    public void A_line_is_a_CloudEvent_without_a_line_end() =>
        Lines.Sample(line =>
        {
            var written = line.Write();

            Assert.DoesNotContain((byte)'\n', written);
            Assert.Null(CloudEventRules.Check(JsonElement.Parse(written)));
        });

    // That reader wants a media type and URIs, where what was sent may be plain words.
    [Fact]
    public void The_CloudEvents_SDK_reads_the_event_in_a_line() =>
        EventGens
            .Valid.Select(sent =>
                Line(
                    sent.Without("datacontenttype").Without("dataschema").WithText("source", "//github.com/shop/be"),
                    timeWasGiven: true,
                    isLate: true
                )
            )
            .Sample(line =>
            {
                var written = line.Write();

                var read = new JsonEventFormatter().DecodeStructuredModeMessage(written, contentType: null, extensionAttributes: null);
                Assert.True(read.IsValid);
                Assert.Equal((line.Event.Id, line.Event.Type, line.Event.Subject), (read.Id, read.Type, read.Subject));
            });

    [Theory]
    [InlineData("opstrailslate", "true")]
    [InlineData("opstrailscreatedat", "\"yesterday\"")]
    [InlineData("opstrailsjson", "\"{}\"")]
    public void Names_that_the_program_uses_may_be_a_clients_too(string name, string json)
    {
        var line = Line(SentEvent.Smallest.With(name, json), timeWasGiven: true, isLate: false);

        var read = EventLine.Read(JsonElement.Parse(line.Write()));

        Assert.Contains(name, Encoding.UTF8.GetString(read.Event.Json.Span), StringComparison.Ordinal);
        Assert.Equal(line.Event.Json.ToArray(), read.Event.Json.ToArray());
        Assert.False(read.IsLate);
    }

    [Theory]
    [InlineData("opstrailscreatedat")]
    [InlineData("opstrailsfingerprint")]
    [InlineData("organization")]
    [InlineData("time")]
    public void A_line_that_lacks_something_is_refused_by_its_name(string name)
    {
        var members = JsonElement
            .Parse(Line(SentEvent.Smallest, timeWasGiven: true, isLate: false).Write())
            .EnumerateObject()
            .Where(member => member.Name != name);

        var refusal = Assert.Throws<FormatException>(() =>
            EventLine.Read(JsonSerializer.SerializeToElement(members.ToDictionary(member => member.Name, member => member.Value)))
        );

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_row_comes_out_of_its_line_as_it_went_in() =>
        Gen.Select(
                Gen.Dictionary(
                    Gen.String[Gen.Char["abcXYZ_"], 1, 10],
                    Gen.OneOf(
                        EventGens.Text.Select(text => (object)text),
                        Gen.Long.Select(number => (object)number),
                        Gen.Byte.Array.Select(bytes => (object)bytes),
                        EventGens.Text.Select(text => (object)Encoding.UTF8.GetBytes(text))
                    )
                )[0, 8],
                EventGens.Text,
                (properties, key) => (properties, key)
            )
            .Sample(given =>
            {
                var row = new Row("p~" + KeyText.Part(given.key), KeyText.Part(given.key));
                foreach (var (name, value) in given.properties)
                    row[name] = value;
                using var stream = new MemoryStream();
                using (var writer = new Utf8JsonWriter(stream, JsonText.WriterOptions))
                    RowLine.Write(writer, Tables.Cells, row);

                var (table, read) = RowLine.Read(JsonElement.Parse(stream.ToArray()));

                Assert.Equal((Tables.Cells, row.Key), (table, read.Key));
                Assert.Equal(row.Properties.OrderBy(property => property.Key), read.Properties.OrderBy(property => property.Key));
            });

    private static EventLine Line(SentEvent sent, bool timeWasGiven, bool isLate)
    {
        var draft = sent.Parse().Valid;
        var recorded = RecordedEvent.From(
            draft,
            draft.Id ?? "made",
            draft.Time.At(SentEvent.ReadAt),
            new Timestamp(SentEvent.ReadAt.UtcTicks + 7)
        );
        return new EventLine(Organization, recorded, draft.Fingerprint, timeWasGiven, isLate);
    }
}
