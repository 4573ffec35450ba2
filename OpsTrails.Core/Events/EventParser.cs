using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Events;

/// <summary>Parses one CloudEvent in structured JSON into a draft, or reports all its errors.</summary>
public sealed class EventParser
{
    private static readonly string[] KnownMembers =
    [
        "specversion",
        "type",
        "source",
        "time",
        "id",
        "subject",
        "severity",
        "version",
        "datacontenttype",
        "dataschema",
        "data",
        Base64,
    ];

    private const string Base64 = "data_base64";
    private const string SendObject = "Send a JSON object in data, or the Base64 of one";

    // Far deeper than data may be nested, so that the depth is reported like that of data.
    private static readonly JsonDocumentOptions Decoded = new() { MaxDepth = 1_000 };

    private readonly ValidationErrors _errors;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    private readonly TypeMeanings _types;

    private readonly int _subjectLength;

    private EventParser(ValidationErrors errors, TypeMeanings types, int subjectLength) =>
        (_errors, _types, _subjectLength) = (errors, types, subjectLength);

    /// <param name="json">The event. Its depth is checked here, so that one item that is too deep doesn't fail its batch.</param>
    /// <param name="now">The time that <c>time</c> is compared with.</param>
    /// <param name="errors">Receives every error.</param>
    /// <param name="types">The organization's meanings of types: what is planned may lie further ahead.</param>
    /// <param name="subjectLength">The longest subject that the settings of the program allow.</param>
    /// <returns>Null if an error was added.</returns>
    public static EventDraft? Parse(
        JsonElement json,
        DateTimeOffset now,
        ValidationErrors errors,
        TypeMeanings? types = null,
        int subjectLength = EventRules.SubjectLength
    )
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add("event", $"must be a JSON object, not {JsonText.KindOf(json)}");
            return null;
        }

        var parser = new EventParser(errors, types ?? TypeMeanings.None, subjectLength);
        parser.TakeMembers(json);
        return parser.Read(now);
    }

    private void TakeMembers(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!JsonText.TryGetName(member, out var name))
                _errors.Add("event", JsonText.NameError);
            else if (!names.Add(name))
                _errors.Add(Cut(name), JsonText.Twice);
            else if (!IsAcceptedName(name))
                RefuseName(name);
            else
                TakeMember(name, member.Value);
        }
    }

    private void TakeMember(string name, JsonElement value)
    {
        // A null member counts as absent (CloudEvents JSON format §2.2). Its name must still be valid.
        if (value.ValueKind == JsonValueKind.Null)
            return;
        if (JsonText.FindError(value, EventRules.Depth - 1, name) is { } error)
        {
            _errors.Add(error.Path, error.Message);
            _unreadable.Add(name);
        }
        else
        {
            _members.Add(name, value);
        }
    }

    private static bool IsAcceptedName(string name) =>
        Array.IndexOf(KnownMembers, name) >= 0
        || (name is not ("organization" or EventWithMeaning.Member or EventRules.DemoMark) && EventRules.IsExtensionName(name));

    private void RefuseName(string name)
    {
        var field = Cut(name);
        if (name == EventWithMeaning.Member)
            _errors.Add(field, "is added by the server. Omit it");
        else if (name == EventRules.DemoMark)
            _errors.Add(field, "is set by the server. Omit it");
        else if (name == "organization")
            _errors.Add(field, "is set by the server from the key. Omit it");
        else if (KnownMembers.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } meant)
            _errors.Add(field, $"is unknown. Use {meant}, in lower case");
        else
            _errors.Add(
                field,
                $"is unknown. Name extension attributes with 1 to {EventRules.ExtensionNameLength} lower-case letters and digits, "
                    + "and put anything else into data"
            );
    }

    private static string Cut(string name) => name.Length <= 40 ? name : name[..(char.IsHighSurrogate(name[39]) ? 39 : 40)] + "…";

    private EventDraft? Read(DateTimeOffset now)
    {
        var specVersion = Text("specversion", 20, required: true);
        if (specVersion is not null && specVersion != EventRules.SpecVersion)
            _errors.Add("specversion", $"{ValidationErrors.Quote(specVersion)} is not supported. Send \"1.0\"");

        var type = Name("type", EventRules.TypeLength, required: true);
        if (type?.StartsWith(EventRules.OwnTypes, StringComparison.Ordinal) == true)
            _errors.Add("type", $"{ValidationErrors.Quote(type)} starts with {EventRules.OwnTypes}, which is reserved. Use another type");
        var source = Name("source", EventRules.SourceLength, required: true);
        if (source is not null && EventRules.CheckSource(source) is { } wrong)
            _errors.Add("source", $"{ValidationErrors.Quote(source)} {wrong}");
        var time = Time(now, type is not null && IsPlanned(type));
        var id = Text("id", EventRules.IdLength);
        var subject = Name("subject", _subjectLength);
        var severity = Text("severity", 20);
        if (severity is not null && !EventRules.Severities.Contains(severity))
            _errors.Add("severity", ValidationErrors.Unknown(severity, EventRules.Severities));
        var version = Name("version", EventRules.VersionLength);
        var contentType = Text("datacontenttype", EventRules.DataContentTypeLength);
        var schema = Text("dataschema", EventRules.DataSchemaLength);
        var data = Data(contentType ?? EventRules.DefaultDataContentType);
        var extensions = Extensions();

        if (_errors.Any)
            return null;

        var draft = new EventDraft
        {
            Id = id,
            Type = type!,
            Source = source!,
            Time = time,
            Subject = subject,
            Severity = severity,
            Version = version,
            DataContentType = contentType ?? EventRules.DefaultDataContentType,
            DataSchema = schema,
            Data = data is { } sent ? JsonText.OnOneLine(sent) : default(ReadOnlyMemory<byte>?),
            Extensions = extensions,
            Fingerprint = "",
        };
        return draft with { Fingerprint = EventFingerprint.Of(draft, data), FormerFingerprint = EventFingerprint.FormerOf(draft, data) };
    }

    /// <summary>A text by which events are compared. What can't be seen at its ends is removed, and a blank one counts as absent.</summary>
    private string? Name(string name, int maxLength, bool required = false)
    {
        if (!_members.TryGetValue(name, out var value) || value.ValueKind != JsonValueKind.String)
            return Text(name, maxLength, required);
        var text = TextRules.Trim(value.GetString()!);
        if (text.Length > 0)
            return CheckText(name, text, maxLength, required);
        if (required)
            _errors.Add(name, "is empty. Send a value");
        return null;
    }

    private string? Text(string name, int maxLength, bool required = false)
    {
        if (!_members.TryGetValue(name, out var value))
        {
            if (required && !_unreadable.Contains(name))
                _errors.Add(name, "is required");
            return null;
        }
        return CheckText(name, value, maxLength, required);
    }

    private string? CheckText(string field, JsonElement value, int maxLength, bool required)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            _errors.Add(field, $"must be a string, not {JsonText.KindOf(value)}");
            return null;
        }

        return CheckText(field, value.GetString()!, maxLength, required);
    }

    private string? CheckText(string field, string text, int maxLength, bool required)
    {
        var length = TextRules.LengthOf(text);
        if (length == 0)
            _errors.Add(field, required ? "is empty. Send a value" : "is empty. Send a value or omit it");
        else if (length > maxLength)
            _errors.Add(field, ValidationErrors.TooLong(text, maxLength));
        else if (TextRules.CheckCharacters(text) is { } wrong)
            _errors.Add(field, wrong);
        else
            return text;
        return null;
    }

    private RequestedTime Time(DateTimeOffset now, bool isPlanned)
    {
        const int MaxLength = 64;
        if (_members.TryGetValue("time", out var value) && value.ValueKind == JsonValueKind.Number)
        {
            _errors.Add("time", "must be NOW or a string such as 2025-01-15T14:30:00Z, not a number");
            return default;
        }

        var text = Text("time", MaxLength, required: true);
        if (text is null)
            return default;
        if (!RequestedTime.TryParse(text, now, isPlanned, out var time, out var reason))
            _errors.Add("time", reason);
        return time;
    }

    private bool IsPlanned(string type) => EventMeaning.Of(type, EventHints.None, _types).Kind is EventKind.Freeze or EventKind.Maintenance;

    private JsonElement? Data(string contentType)
    {
        if (_members.TryGetValue(Base64, out var encoded))
        {
            if (!_members.ContainsKey("data") && !_unreadable.Contains("data"))
                return DecodedData(encoded, contentType);
            _errors.Add(Base64, "can't be combined with data. Send one of them");
        }
        return _members.TryGetValue("data", out var data) ? DataObject("data", data) : null;
    }

    private JsonElement? DataObject(string field, JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            _errors.Add(field, $"must be a JSON object, not {JsonText.KindOf(data)}");
            return null;
        }
        CheckDataMember(field, data, "description", EventRules.DescriptionLength);
        CheckDataMember(field, data, "timezone", EventRules.TimezoneLength);
        return data;
    }

    /// <summary>The same data as in <c>data</c>, encoded (CloudEvents JSON format 1.0.2 §3.1.1). Only JSON is kept as data.</summary>
    private JsonElement? DecodedData(JsonElement encoded, string contentType)
    {
        if (encoded.ValueKind != JsonValueKind.String)
            _errors.Add(Base64, $"must be a string, not {JsonText.KindOf(encoded)}. {SendObject}");
        else if (!JsonMediaType.IsJson(contentType))
            _errors.Add(Base64, $"holds {ValidationErrors.Quote(contentType)}, which is not JSON. {SendObject}, as application/json");
        else if (!encoded.TryGetBytesFromBase64(out var bytes))
            _errors.Add(Base64, $"is not valid Base64. {SendObject}");
        else if (!TryReadJson(bytes, out var data))
            _errors.Add(Base64, $"does not hold JSON in UTF-8. {SendObject}");
        else if (data.ValueKind != JsonValueKind.Object)
            _errors.Add(Base64, $"must hold a JSON object, not {JsonText.KindOf(data)}. {SendObject}");
        else if (JsonText.FindError(data, EventRules.Depth - 1, Base64) is { } error)
            _errors.Add(error.Path, error.Message);
        else
            return DataObject(Base64, data);
        return null;
    }

    private static bool TryReadJson(ReadOnlySpan<byte> bytes, out JsonElement json)
    {
        json = default;
        var text = bytes.StartsWith("\uFEFF"u8) ? bytes["\uFEFF"u8.Length..] : bytes;
        if (!Utf8.IsValid(text))
            return false;
        try
        {
            json = JsonElement.Parse(text, Decoded);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void CheckDataMember(string field, JsonElement data, string name, int maxLength)
    {
        if (!data.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return;
        if (value.ValueKind != JsonValueKind.String)
            _errors.Add($"{field}.{name}", $"must be a string, not {JsonText.KindOf(value)}");
        else if (value.GetString() is { } text && TextRules.LengthOf(text) > maxLength)
            _errors.Add($"{field}.{name}", ValidationErrors.TooLong(text, maxLength));
    }

    private List<EventExtension> Extensions()
    {
        var extensions = new List<EventExtension>();
        foreach (var (name, value) in _members)
        {
            if (Array.IndexOf(KnownMembers, name) >= 0)
                continue;
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    // Unlike the attributes that CloudEvents defines, an extension may be empty (CloudEvents 1.0.2 §1.4, String).
                    if (TextRules.CheckCharacters(value.GetString()!) is { } wrong)
                        _errors.Add(name, wrong);
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    break;
                case JsonValueKind.Number when value.TryGetInt32(out _) && value.GetRawText().All(c => char.IsAsciiDigit(c) || c == '-'):
                    break;
                case JsonValueKind.Number:
                    _errors.Add(name, "must be a whole number from -2147483648 to 2147483647. Send other numbers as strings or in data");
                    break;
                default:
                    _errors.Add(name, $"must be a string, a Boolean or a whole number, not {JsonText.KindOf(value)}");
                    break;
            }
            extensions.Add(new EventExtension(name, JsonText.OnOneLine(value)));
        }
        if (extensions.Count > EventRules.ExtensionCount)
            _errors.Add(
                "event",
                $"has {extensions.Count} extension attributes, at most {EventRules.ExtensionCount} are allowed. Put the rest into data"
            );
        return extensions;
    }
}
