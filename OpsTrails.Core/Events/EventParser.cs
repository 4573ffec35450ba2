using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>Turns one CloudEvent in structured JSON into a draft, or says everything that is wrong with it.</summary>
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
    ];

    private readonly ValidationErrors _faults;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    private EventParser(ValidationErrors faults) => _faults = faults;

    /// <param name="json">The event. Depth is checked here, so that one item that is too deep does not spoil its batch.</param>
    /// <param name="now">For how far ahead <c>time</c> may be.</param>
    /// <param name="faults">Takes every fault.</param>
    /// <returns>Null exactly when a fault was added.</returns>
    public static EventDraft? Parse(JsonElement json, DateTimeOffset now, ValidationErrors faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add("event", $"must be a JSON object, but {JsonText.KindOf(json)} came");
            return null;
        }

        var parser = new EventParser(faults);
        parser.TakeMembers(json);
        return parser.Read(now);
    }

    private void TakeMembers(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!JsonText.TryGetName(member, out var name))
                _faults.Add("event", JsonText.NameFault);
            else if (!names.Add(name))
                _faults.Add(Cut(name), "is there twice");
            else if (!IsAcceptedName(name))
                RefuseName(name);
            else
                TakeMember(name, member.Value);
        }
    }

    private void TakeMember(string name, JsonElement value)
    {
        // A member that is null is absent (CloudEvents JSON format §2.2), yet its name has to be one that may be sent.
        if (value.ValueKind == JsonValueKind.Null)
            return;
        if (JsonText.FindFault(value, EventRules.Depth - 1, name) is { } fault)
        {
            _faults.Add(fault.Path, fault.Message);
            _unreadable.Add(name);
        }
        else
        {
            _members.Add(name, value);
        }
    }

    private static bool IsAcceptedName(string name) =>
        Array.IndexOf(KnownMembers, name) >= 0 || (name != "organization" && EventRules.IsExtensionName(name));

    private void RefuseName(string name)
    {
        var field = Cut(name);
        if (name == "organization")
            _faults.Add(field, "is set by the server from the key, leave it out");
        else if (name == "data_base64")
            _faults.Add(field, "is not accepted, send data as a JSON object");
        else if (KnownMembers.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } meant)
            _faults.Add(field, $"is not a member of an event, names are in lower case, send {meant}");
        else
            _faults.Add(
                field,
                $"is not a member of an event, extension attributes have 1 to {EventRules.ExtensionNameLength} lower-case letters and digits, anything else goes into data"
            );
    }

    private static string Cut(string name) => name.Length <= 40 ? name : name[..(char.IsHighSurrogate(name[39]) ? 39 : 40)] + "…";

    private EventDraft? Read(DateTimeOffset now)
    {
        var specVersion = Text("specversion", 20, required: true);
        if (specVersion is not null && specVersion != EventRules.SpecVersion)
            _faults.Add("specversion", $"{ValidationErrors.Quote(specVersion)} is not supported, send \"1.0\"");

        var type = Text("type", EventRules.TypeLength, required: true);
        var source = Text("source", EventRules.SourceLength, required: true);
        if (source is not null && EventRules.CheckSource(source) is { } wrong)
            _faults.Add("source", $"{ValidationErrors.Quote(source)} {wrong}");
        var time = Time(now);
        var id = Text("id", EventRules.IdLength);
        var subject = Text("subject", EventRules.SubjectLength);
        var severity = Text("severity", 20);
        if (severity is not null && !EventRules.Severities.Contains(severity))
            _faults.Add("severity", $"{ValidationErrors.Quote(severity)} is not one of {string.Join(", ", EventRules.Severities)}");
        var version = Text("version", EventRules.VersionLength);
        var contentType = Text("datacontenttype", EventRules.DataContentTypeLength);
        var schema = Text("dataschema", EventRules.DataSchemaLength);
        var data = Data();
        var extensions = Extensions();

        if (_faults.Any)
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
        return draft with { Fingerprint = EventFingerprint.Of(draft, data) };
    }

    private string? Text(string name, int longest, bool required = false)
    {
        if (!_members.TryGetValue(name, out var value))
        {
            if (required && !_unreadable.Contains(name))
                _faults.Add(name, "is required");
            return null;
        }
        return CheckText(name, value, longest);
    }

    private string? CheckText(string field, JsonElement value, int longest)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            _faults.Add(field, $"must be a string, but {JsonText.KindOf(value)} came");
            return null;
        }

        var text = value.GetString()!;
        var length = TextRules.LengthOf(text);
        if (length == 0)
            _faults.Add(field, "must not be empty, leave it out or give it a value");
        else if (length > longest)
            _faults.Add(field, $"has {length} characters, at most {longest} are allowed");
        else if (TextRules.CheckCharacters(text) is { } wrong)
            _faults.Add(field, wrong);
        else
            return text;
        return null;
    }

    private RequestedTime Time(DateTimeOffset now)
    {
        const int Longest = 64;
        if (_members.TryGetValue("time", out var value) && value.ValueKind == JsonValueKind.Number)
        {
            _faults.Add("time", "is a number, send NOW or a string such as 2025-01-15T14:30:00Z");
            return default;
        }

        var text = Text("time", Longest, required: true);
        if (text is null)
            return default;
        if (!RequestedTime.TryParse(text, now, out var time, out var reason))
            _faults.Add("time", reason);
        return time;
    }

    private JsonElement? Data()
    {
        if (!_members.TryGetValue("data", out var data))
            return null;
        if (data.ValueKind != JsonValueKind.Object)
        {
            _faults.Add("data", $"must be a JSON object, but {JsonText.KindOf(data)} came");
            return null;
        }
        CheckDataMember(data, "description", EventRules.DescriptionLength);
        CheckDataMember(data, "timezone", EventRules.TimezoneLength);
        return data;
    }

    private void CheckDataMember(JsonElement data, string name, int longest)
    {
        if (!data.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return;
        if (value.ValueKind != JsonValueKind.String)
            _faults.Add($"data.{name}", $"must be a string, but {JsonText.KindOf(value)} came");
        else if (TextRules.LengthOf(value.GetString()!) is var length && length > longest)
            _faults.Add($"data.{name}", $"has {length} characters, at most {longest} are allowed");
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
                    CheckText(name, value, int.MaxValue);
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    break;
                case JsonValueKind.Number when value.TryGetInt32(out _) && value.GetRawText().All(c => char.IsAsciiDigit(c) || c == '-'):
                    break;
                case JsonValueKind.Number:
                    _faults.Add(
                        name,
                        "must be a whole number from -2147483648 to 2147483647, as CloudEvents has it, send other numbers as strings or in data"
                    );
                    break;
                default:
                    _faults.Add(name, $"must be a string, a Boolean or a whole number, but {JsonText.KindOf(value)} came");
                    break;
            }
            extensions.Add(new EventExtension(name, JsonText.OnOneLine(value)));
        }
        if (extensions.Count > EventRules.ExtensionCount)
            _faults.Add("event", $"has {extensions.Count} extension attributes, at most {EventRules.ExtensionCount} are allowed");
        return extensions;
    }
}
