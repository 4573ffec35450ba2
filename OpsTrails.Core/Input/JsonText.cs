using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsTrails.Core.Input;

/// <summary>Keeps JSON as sent: the digits of numbers and the order of members.</summary>
public static class JsonText
{
    /// <summary>Writes Unicode unescaped. This JSON is never embedded in HTML.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public const string NameError = "has a member whose name contains an unpaired surrogate. Send valid Unicode";

    public const string Twice = "appears twice. Send it once";

    public static string KindOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "a Boolean",
        };

    /// <summary>
    /// The value as sent, in UTF-8, without white space between tokens. It is never longer than the original. A JSON writer would escape it
    /// again and triple the size of emoji.
    /// </summary>
    public static byte[] OnOneLine(JsonElement value)
    {
        var sent = JsonMarshal.GetRawUtf8Value(value);
        var line = new byte[sent.Length];
        var length = 0;
        bool inString = false,
            escaped = false;
        foreach (var b in sent)
        {
            if (!inString && b is ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                continue;
            if (!escaped && b == '"')
                inString = !inString;
            escaped = inString && !escaped && b == '\\';
            line[length++] = b;
        }
        return line[..length];
    }

    /// <summary>
    /// Writes the members of every object in ordinal order, so that values that differ only in order give the same bytes.
    /// </summary>
    public static void WriteSorted(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteSorted(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>
    /// Finds what the JSON grammar allows but the API can't return: duplicate members, unpaired surrogates and too much nesting.
    /// </summary>
    /// <param name="value">The value to check.</param>
    /// <param name="depth">The maximum nesting of objects and arrays.</param>
    /// <param name="within">The name of the member that holds the value.</param>
    public static (string Path, string Message)? FindError(JsonElement value, int depth, string? within = null)
    {
        if (Find(value, depth) is not { } error)
            return null;
        const int MaxLength = 80;
        if (within is not null)
            error.Path.Push(within);
        var path = string.Join('.', error.Path);
        if (path.Length > MaxLength)
            path = path[..(char.IsHighSurrogate(path[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
        return (path.Length == 0 ? "body" : path, error.Message);
    }

    /// <summary>Builds the path while returning, so that valid values cost nothing.</summary>
    private static (Stack<string> Path, string Message)? Find(JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth == 0:
                return ([], "is nested too deeply. Use fewer levels");
            case JsonValueKind.Object:
                return FindInMembers(value, depth);
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (Find(item, depth - 1) is { } error)
                        return Within("[]", error);
                }
                return null;
            case JsonValueKind.String when !IsWellFormed(value):
                return ([], "contains an unpaired surrogate. Send valid Unicode");
            default:
                return null;
        }
    }

    private static (Stack<string> Path, string Message)? FindInMembers(JsonElement value, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!TryGetName(member, out var name))
                return ([], NameError);
            if (!names.Add(name))
                return Within(name, ([], Twice));
            if (Find(member.Value, depth - 1) is { } error)
                return Within(name, error);
        }
        return null;
    }

    private static (Stack<string> Path, string Message) Within(string name, (Stack<string> Path, string Message) error)
    {
        error.Path.Push(name);
        return error;
    }

    private static bool IsWellFormed(JsonElement text)
    {
        try
        {
            return text.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static bool TryGetName(JsonProperty member, out string name)
    {
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }
}
