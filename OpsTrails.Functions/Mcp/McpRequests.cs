using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Mcp;

/// <summary>
/// Checks requests before the protocol handler: their origin, their size, and whether they are valid JSON. There are no sessions, so the
/// id of one is ignored.
/// </summary>
internal sealed class McpRequests(BrowserOrigin browser) : IEndpointFilter
{
    public const int MaxBytes = 256 * 1024;

    private const string Version = "2.0";
    private const string SessionHeader = "Mcp-Session-Id";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!browser.IsOwn(http))
        {
            await http.WriteErrorAsync(
                ApiError.Forbidden("This request comes from a web page of another site. Send the Origin of this host, or no Origin.")
            );
            return Results.Empty;
        }
        if (await RequestBody.ReadAsync(http.Request, MaxBytes) is not { } body)
        {
            await http.WriteErrorAsync(JsonBody.TooLarge(MaxBytes));
            return Results.Empty;
        }
        if (Validate(body) is { } error)
        {
            await WriteErrorAsync(http, error.Code, error.Message);
            return Results.Empty;
        }

        // Sent by gateways, and by clients that kept the session of another server. The SDK would refuse it, and they couldn't recover.
        http.Request.Headers.Remove(SessionHeader);
        await using var copy = new MemoryStream(body, writable: false);
        http.Request.Body = copy;
        try
        {
            return await next(context);
        }
        catch (JsonException) when (!http.Response.HasStarted)
        {
            // The SDK throws here for params of initialize that lack a member or have one of another type.
            http.Response.Clear();
            await WriteErrorAsync(http, -32602, "The params of this method lack a member, or have one of another type.", IdOf(body));
            return Results.Empty;
        }
    }

    private static (int Code, string Message)? Validate(byte[] body)
    {
        if (!Utf8.IsValid(body))
            return (-32700, "The body is not valid UTF-8.");
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            var isArray = reader.TokenType == JsonTokenType.StartArray;
            while (reader.Read())
            {
                // An escape may contain an unpaired surrogate. GetString throws here, before later code meets it.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    _ = reader.GetString();
            }
            return isArray ? (-32600, "Batches are not supported. Send one message per request.") : null;
        }
        catch (InvalidOperationException)
        {
            return (-32600, "A string contains an unpaired surrogate, which is not valid Unicode.");
        }
        catch (JsonException)
        {
            return (-32700, "The body is not valid JSON.");
        }
    }

    private static JsonElement? IdOf(byte[] message) =>
        JsonElement.Parse(message) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("id", out var id) ? id : null;

    private static Task WriteErrorAsync(HttpContext http, int code, string message, JsonElement? id = null)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsJsonAsync(
            new
            {
                jsonrpc = Version,
                id,
                error = new { code, message },
            }
        );
    }
}
