using System.Buffers;
using System.Text;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Backup;

/// <summary>
/// A line of a backup: a CloudEvent that any tool can read. The program's own data about the event are extension attributes.
/// </summary>
/// <param name="Organization">The event's organization.</param>
/// <param name="Event">The event. Reading the line restores it byte by byte.</param>
/// <param name="Fingerprint">The fingerprint of its content, as in its idempotency record.</param>
/// <param name="TimeWasGiven">Whether the client set its time.</param>
/// <param name="IsLate">Whether it was recorded during the backup. Data derived from it may then be missing.</param>
public sealed record EventLine(OrganizationId Organization, RecordedEvent Event, string Fingerprint, bool TimeWasGiven, bool IsLate)
{
    /// <summary>The prefix of the program's own attributes.</summary>
    public const string Prefix = "opstrails";

    private const string OrganizationName = "organization";
    private const string CreatedAtName = "createdAt";
    private const string RecordedAtName = Prefix + "createdat";
    private const string PlaceName = Prefix + "place";
    private const string FingerprintName = Prefix + "fingerprint";
    private const string TimeGivenName = Prefix + "timegiven";
    private const string LateName = Prefix + "late";
    private const string ExactName = Prefix + "json";

    private static readonly string[] Attributes =
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
        CreatedAtName,
    ];

    /// <summary>
    /// Whether the program adds this attribute to events that it returns, so that it is not part of what the client sent.
    /// </summary>
    public static bool IsAdded(string attribute) =>
        attribute is OrganizationName or CreatedAtName || attribute.StartsWith(Prefix, StringComparison.Ordinal);

    /// <exception cref="JsonException">The event's JSON is broken.</exception>
    public byte[] Write()
    {
        var line = Write(isExact: false);

        // A client may have used the program's attribute names. If the attributes don't reproduce the event, its exact JSON is added.
        return IsToldBy(line) ? line : Write(isExact: true);
    }

    /// <exception cref="FormatException">The line is not from a backup. The message says what is wrong.</exception>
    public static EventLine Read(JsonElement json)
    {
        var (time, createdAt) = (ReadTime(json, "time"), ReadTime(json, RecordedAtName));
        var draft = new EventDraft
        {
            Id = ReadText(json, "id"),
            Type = ReadText(json, "type"),
            Source = ReadText(json, "source"),
            Time = default,
            Subject = FindText(json, "subject"),
            Severity = FindText(json, "severity"),
            Version = FindText(json, "version"),
            DataContentType = FindText(json, "datacontenttype") ?? EventRules.DefaultDataContentType,
            DataSchema = FindText(json, "dataschema"),
            Data = json.TryGetProperty("data", out var data) ? JsonText.OnOneLine(data) : default(ReadOnlyMemory<byte>?),
            Extensions =
            [
                .. json.EnumerateObject()
                    .Where(member => !Attributes.Contains(member.Name) && !IsAdded(member.Name))
                    .Select(member => new EventExtension(member.Name, JsonText.OnOneLine(member.Value))),
            ],
            Fingerprint = ReadText(json, FingerprintName),
        };
        if (!OrganizationId.TryParse(FindText(json, OrganizationName), out var organization))
            throw new FormatException($"the attribute {OrganizationName} is missing or invalid");

        var e = RecordedEvent.From(draft, draft.Id, time, createdAt, ReadPlace(json));
        return new EventLine(
            organization,
            FindText(json, ExactName) is { } exact ? e.With(Encoding.UTF8.GetBytes(exact)) : e,
            draft.Fingerprint,
            json.TryGetProperty(TimeGivenName, out var given) && given.ValueKind == JsonValueKind.True,
            json.TryGetProperty(LateName, out var late) && late.ValueKind == JsonValueKind.True
        );
    }

    private byte[] Write(bool isExact)
    {
        var json = Event.Json.Span;
        var buffer = new ArrayBufferWriter<byte>(json.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("specversion", EventRules.SpecVersion);
        writer.WriteString("id", Event.Id);
        writer.WriteString("source", Event.Source);
        writer.WriteString("type", Event.Type);
        writer.WriteString("time", Event.Time.ToString());
        WriteUnlessNull(writer, "subject", Event.Subject);
        WriteUnlessNull(writer, "severity", Event.Severity);
        WriteUnlessNull(writer, "version", Event.Version);
        WriteRest(writer, json);
        writer.WriteString(OrganizationName, Organization.Value);
        writer.WriteString(RecordedAtName, Event.CreatedAt.ToString());
        if (Event.Place > 0)
            writer.WriteNumber(PlaceName, Event.Place);
        writer.WriteString(FingerprintName, Fingerprint);
        writer.WriteBoolean(TimeGivenName, TimeWasGiven);
        if (IsLate)
            writer.WriteBoolean(LateName, true);
        if (isExact)
            writer.WriteString(ExactName, json);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes content type, schema, data and extension attributes exactly as in the event.</summary>
    private static void WriteRest(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = EventRules.Depth + 8 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var (kind, start) = (reader.TokenType, (int)reader.TokenStartIndex);
            reader.Skip();
            if (
                kind == JsonTokenType.Null
                || IsAdded(name)
                || (Attributes.Contains(name) && name is not ("datacontenttype" or "dataschema" or "data"))
            )
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }

    private bool IsToldBy(byte[] line)
    {
        using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = EventRules.Depth + 8 });
        return Read(json.RootElement).Event.Json.Span.SequenceEqual(Event.Json.Span);
    }

    private static void WriteUnlessNull(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static string? FindText(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string ReadText(JsonElement json, string name) =>
        FindText(json, name) ?? throw new FormatException($"the attribute {name} is missing");

    private static int ReadPlace(JsonElement json)
    {
        if (!json.TryGetProperty(PlaceName, out var value))
            return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var place) && place is >= 0 and <= EventOrder.MaxPlace
            ? place
            : throw new FormatException($"the attribute {PlaceName} is not a number from 0 to {EventOrder.MaxPlace}");
    }

    private static Timestamp ReadTime(JsonElement json, string name) =>
        Instant.TryParse(ReadText(json, name), out var time, out var reason)
            ? time
            : throw new FormatException($"the attribute {name} is not a time: {reason}");
}
