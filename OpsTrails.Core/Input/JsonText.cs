using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsTrails.Core.Input;

/// <summary>JSON as it was sent: numbers keep their digits, members their order.</summary>
public static class JsonText
{
    /// <summary>How the application writes JSON: Unicode as it is, since nothing here is pasted into HTML.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public const string NameFault = "has a member whose name holds half of a surrogate pair";

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
    /// The value as it was sent, in UTF-8, without white space around its tokens. Never longer than it was: a writer would escape
    /// anew, and a text of emoji take three times its room.
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

    /// <summary>The value with the members of every object in ordinal order, so that values which differ in nothing else give the same bytes.</summary>
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

    /// <summary>What JSON's grammar allows and nobody can give back: a member twice, half a surrogate pair; and what is nested deeper than allowed.</summary>
    /// <param name="value">Where to look.</param>
    /// <param name="depth">How many objects and arrays may be within each other.</param>
    /// <param name="within">The member whose value it is.</param>
    public static (string Path, string Message)? FindFault(JsonElement value, int depth, string? within = null)
    {
        if (Find(value, depth) is not { } fault)
            return null;
        const int Longest = 80;
        if (within is not null)
            fault.Path.Push(within);
        var path = string.Join('.', fault.Path);
        if (path.Length > Longest)
            path = path[..(char.IsHighSurrogate(path[Longest - 1]) ? Longest - 1 : Longest)] + "…";
        return (path.Length == 0 ? "event" : path, fault.Message);
    }

    /// <summary>The path is put together on the way back up, so that what is sound costs nothing.</summary>
    private static (Stack<string> Path, string Message)? Find(JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth == 0:
                return ([], "is nested too deeply");
            case JsonValueKind.Object:
                return FindInMembers(value, depth);
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (Find(item, depth - 1) is { } fault)
                        return Within("[]", fault);
                }
                return null;
            case JsonValueKind.String when !IsWellFormed(value):
                return ([], "holds half of a surrogate pair, which is no Unicode");
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
                return ([], NameFault);
            if (!names.Add(name))
                return Within(name, ([], "is there twice"));
            if (Find(member.Value, depth - 1) is { } fault)
                return Within(name, fault);
        }
        return null;
    }

    private static (Stack<string> Path, string Message) Within(string name, (Stack<string> Path, string Message) fault)
    {
        fault.Path.Push(name);
        return fault;
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
