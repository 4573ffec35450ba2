using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Mcp;

/// <summary>Looks at requests before the protocol does: where they come from, how long they are, and whether they are JSON at all.</summary>
internal sealed class McpRequests(BrowserOrigin browser) : IEndpointFilter
{
    public const int MaxBytes = 256 * 1024;

    private const string Version = "2.0";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!browser.IsOwn(http))
        {
            await http.WriteErrorAsync(
                ApiError.Forbidden("A web page of another site sent this request; the Origin header has to name this host, or be left out.")
            );
            return Results.Empty;
        }
        if (await RequestBody.ReadAsync(http.Request, MaxBytes) is not { } body)
        {
            await http.WriteErrorAsync(JsonBody.TooLarge(MaxBytes));
            return Results.Empty;
        }
        if (FindFault(body) is { } fault)
        {
            await WriteFaultAsync(http, fault.Code, fault.Message);
            return Results.Empty;
        }

        await using var copy = new MemoryStream(body, writable: false);
        http.Request.Body = copy;
        return await next(context);
    }

    private static (int Code, string Message)? FindFault(byte[] body)
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
                // Half a surrogate pair can be written with an escape only, and nobody down the line expects one.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    _ = reader.GetString();
            }
            return isArray ? (-32600, "Batches are not taken; send one message.") : null;
        }
        catch (InvalidOperationException)
        {
            return (-32600, "A text holds half of a surrogate pair, which is no Unicode.");
        }
        catch (JsonException)
        {
            return (-32700, "The body is not valid JSON.");
        }
    }

    private static Task WriteFaultAsync(HttpContext http, int code, string message)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsJsonAsync(
            new
            {
                jsonrpc = Version,
                id = (string?)null,
                error = new { code, message },
            }
        );
    }
}
