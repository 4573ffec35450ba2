using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using CsCheck;
using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.EventGrid;

[Layer(Layer.Store)]
public sealed class TopicEventTests
{
    private static readonly OrganizationId Organization = OrganizationId.Parse("acme");
    private static readonly JsonEventFormatter CloudEvents = new();

    [Fact]
    public void A_published_event_has_the_members_of_an_answer_without_nulls_and_createdAt_and_with_organization() =>
        EventGens.Valid.Sample(sent =>
        {
            var recorded = Record(sent);

            var rendered = JsonElement.Parse(TopicEvent.Write(recorded, Organization));

            var wanted = JsonElement
                .Parse(recorded.Json.Span)
                .EnumerateObject()
                .Where(member => member.Value.ValueKind != JsonValueKind.Null && member.Name != "createdAt")
                .Select(member => (member.Name, member.Name == "source" ? "" : member.Value.GetRawText()))
                .Append(("organization", "\"acme\""));
            Assert.Equal(
                wanted,
                rendered.EnumerateObject().Select(member => (member.Name, member.Name == "source" ? "" : member.Value.GetRawText()))
            );
            Assert.Equal(UriReference.Of(recorded.Source), rendered.GetProperty("source").GetString());
        });

    [Fact]
    public void It_is_a_CloudEvent_to_a_topic() =>
        EventGens.Valid.Sample(sent => Assert.Null(CloudEventRules.Check(JsonElement.Parse(TopicEvent.Write(Record(sent), Organization)))));

    [Fact]
    public void The_CloudEvents_SDK_reads_a_published_event() =>
        EventGens.Valid.Sample(sent =>
        {
            // That reader takes an object as data only where the content type says JSON, and a schema only as a URI; here it may be a plain
            // word.
            var recorded = Record(sent.Without("datacontenttype").Without("dataschema"));

            var read = CloudEvents.DecodeStructuredModeMessage(
                TopicEvent.Write(recorded, Organization),
                contentType: null,
                extensionAttributes: null
            );

            Assert.True(read.IsValid);
            Assert.Equal(
                (recorded.Id, recorded.Type, UriReference.Of(recorded.Source), recorded.Subject, recorded.Time),
                (read.Id!, read.Type!, read.Source!.OriginalString, read.Subject, Timestamp.From(read.Time!.Value))
            );
            Assert.Equal((recorded.Severity, recorded.Version, "acme"), (read["severity"], read["version"], read["organization"]));
            Assert.Equal(JsonElement.Parse(recorded.Json.Span).GetProperty("data").ValueKind == JsonValueKind.Null, read.Data is null);
        });

    [Fact]
    public void Data_that_is_null_is_left_out() =>
        Assert.Equal(
            """{"id":"e","organization":"acme"}""",
            Encoding.UTF8.GetString(
                TopicEvent.Write(Event("""{"id":"e","data":null,"createdAt":"2026-01-01T00:00:00.000Z"}"""), Organization)
            )
        );

    [Fact]
    public void Members_of_data_that_are_null_stay() =>
        Assert.Equal(
            """{"data":{"createdAt":null,"n":1.50},"organization":"acme"}""",
            Encoding.UTF8.GetString(TopicEvent.Write(Event("""{"data":{"createdAt":null,"n":1.50}}"""), Organization))
        );

    private static RecordedEvent Record(SentEvent sent)
    {
        var now = SentEvent.ReadAt;
        var draft = sent.Parse().Valid;
        return RecordedEvent.From(draft, draft.Id ?? "made", draft.Time.At(now), Timestamp.From(now));
    }

    private static RecordedEvent Event(string json) =>
        new()
        {
            Id = "e",
            Source = "s",
            Type = "t",
            Time = default,
            CreatedAt = default,
            Json = Encoding.UTF8.GetBytes(json),
        };
}
