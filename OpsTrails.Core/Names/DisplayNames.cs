using System.Text.Json;

namespace OpsTrails.Core.Names;

/// <summary>Labels that people read instead of the names of environments and systems. The API itself always uses the names.</summary>
public sealed record DisplayNames(IReadOnlyDictionary<string, string> Subjects, IReadOnlyDictionary<string, string> Sources)
{
    public const int LabelLength = 60;

    public static DisplayNames None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("display");
        Write(writer, "subjects", Subjects);
        Write(writer, "sources", Sources);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string field, IReadOnlyDictionary<string, string> labels)
    {
        writer.WriteStartObject(field);
        foreach (var (name, label) in labels.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(name, label);
        writer.WriteEndObject();
    }
}
