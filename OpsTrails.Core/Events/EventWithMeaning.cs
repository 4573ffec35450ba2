using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Events;

public static class EventWithMeaning
{
    /// <summary>The last member of an event that says what it means. Senders can't use this name.</summary>
    public const string Member = "opstrails";

    /// <summary>A copy whose JSON ends with a member that says what the event means.</summary>
    public static RecordedEvent WithMeaning(this RecordedEvent e, TypeMeanings types)
    {
        var meaning = EventMeaning.Of(e.Type, e.Hints, types);
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", EventKindNames.Of(meaning.Kind));
            writer.WriteString("phase", meaning.Phase is { } phase ? EventPhaseNames.Of(phase) : null);
            writer.WriteString("outcome", EventOutcomeNames.Of(meaning.Outcome));
            writer.WriteBoolean("moves", meaning.Moves(e.Version));
            writer.WriteEndObject();
        }

        // The stored JSON is an object with members, on one line.
        var json = e.Json.Span;
        return e.With((byte[])[.. json[..^1], .. ",\"opstrails\":"u8, .. buffer.WrittenSpan, (byte)'}']);
    }
}
