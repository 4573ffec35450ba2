using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Events;

/// <summary>
/// Binary mode: attributes in percent-encoded <c>ce-</c> headers and data as the body (CloudEvents HTTP binding 1.0.2 §3.1).
/// Converts it to structured mode, so that both modes share one set of rules.
/// </summary>
internal static class BinaryMode
{
    private const string HeaderPrefix = HeaderText.AttributePrefix;

    public static bool IsUsedBy(HttpRequest request) => request.Headers.Keys.Any(IsAttribute);

    /// <summary>Replaces the body with the structured event.</summary>
    /// <returns>What is wrong with the headers or the body itself; null when the event is ready to be validated.</returns>
    public static EventRequestError? ToStructured(HttpRequest request, ref byte[] body)
    {
        var errors = new ValidationErrors();
        var buffer = new ArrayBufferWriter<byte>(body.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        foreach (var (header, values) in request.Headers.Where(header => IsAttribute(header.Key)))
        {
            var name = header[HeaderPrefix.Length..].ToLowerInvariant();
            if (values.Count != 1)
                errors.Add(name, $"the header {HeaderPrefix}{name} was sent {values.Count} times, send it once");
            else if (name is "data" or "data_base64")
                errors.Add(name, "is not a header in binary mode, send data as the body");
            else if (name == "datacontenttype")
                errors.Add(name, "is not a header in binary mode, send it as the Content-Type of the body");
            else if (HeaderText.BytesOf(values[0] ?? "") is not { } bytes || !TryDecode(Encoding.UTF8.GetString(bytes), out var value))
                errors.Add(name, $"the header {HeaderPrefix}{name} is not UTF-8, send its text percent-encoded as UTF-8");
            else
                writer.WriteString(name, value);
        }
        if (request.ContentType is { } contentType)
            writer.WriteString("datacontenttype", contentType);
        if (body.Length > 0)
        {
            writer.WritePropertyName("data");
            try
            {
                writer.WriteRawValue(body);
            }
            catch (JsonException)
            {
                return EventRequestError.Invalid("body: is not valid JSON");
            }
            catch (ArgumentException)
            {
                return EventRequestError.Invalid("body: is not valid JSON");
            }
        }
        if (errors.Any)
            return EventRequestError.Invalid(errors);

        writer.WriteEndObject();
        writer.Flush();
        body = buffer.WrittenSpan.ToArray();
        return null;
    }

    private static bool IsAttribute(string header) =>
        header.Length > HeaderPrefix.Length && header.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Percent-decodes once and keeps an invalid escape as it is. Removes double quotes around a value and its backslash escapes
    /// (§3.1.3.3).
    /// </summary>
    private static bool TryDecode(string value, out string decoded)
    {
        if (value.Length >= 2 && value[0] == '"' && value[^1] == '"')
            value = Unquote(value[1..^1]);

        var bytes = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length && char.IsAsciiHexDigit(value[i + 1]) && char.IsAsciiHexDigit(value[i + 2]))
            {
                bytes.Add(Convert.ToByte(value.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                var length = char.IsHighSurrogate(value[i]) && i + 1 < value.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(value, i, length));
                i += length - 1;
            }
        }

        var utf8 = bytes.ToArray();
        var valid = Utf8.IsValid(utf8);
        decoded = valid ? Encoding.UTF8.GetString(utf8) : "";
        return valid;
    }

    private static string Unquote(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
                i++;
            text.Append(value[i]);
        }
        return text.ToString();
    }
}
