using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.EventGrid;

/// <summary>
/// Events of OpsTrails itself, which only subscribers of the topic receive. Their ids are the same in every retry.
/// </summary>
public static class TopicNotice
{
    private const string DeletedType = EventRules.OwnTypes + "event.deleted";
    private const string ResetType = EventRules.OwnTypes + "reset";
    private const string ResetSource = "opstrails";

    public static RecordedEvent Of(DeletedEvent e) =>
        Write(
            DeletedType,
            e.Source,
            e.Subject,
            e.Id,
            e.DeletedAt,
            data =>
            {
                data.WriteString("id", e.Id);
                data.WriteString("source", e.Source);
                data.WriteString("type", e.Type);
                data.WriteString("deletedAt", e.DeletedAt.ToString());
            }
        );

    public static RecordedEvent OfReset(OrganizationId organization, Timestamp at) =>
        Write(ResetType, ResetSource, null, organization.Value, at, data => data.WriteString("at", at.ToString()));

    private static RecordedEvent Write(
        string type,
        string source,
        string? subject,
        string about,
        Timestamp at,
        Action<Utf8JsonWriter> writeData
    )
    {
        var id = EventIdentity.Hash(type, string.Create(CultureInfo.InvariantCulture, $"{source}\n{about}\n{at.Ticks}"));
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("specversion", EventRules.SpecVersion);
        writer.WriteString("type", type);
        writer.WriteString("source", source);
        writer.WriteString("time", at.ToString());
        if (subject is not null)
            writer.WriteString("subject", subject);
        writer.WriteString("datacontenttype", EventRules.DefaultDataContentType);
        writer.WriteStartObject("data");
        writeData(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return new RecordedEvent
        {
            Id = id,
            Source = source,
            Type = type,
            Subject = subject,
            Time = at,
            CreatedAt = at,
            Json = buffer.WrittenSpan.ToArray(),
        };
    }
}
