using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Http;

/// <summary>Reads and parses a JSON body.</summary>
internal static class JsonBody
{
    public const string MediaType = "application/json";

    /// <param name="request">The request.</param>
    /// <param name="limit">The maximum number of bytes.</param>
    /// <param name="parse">Returns null exactly when it added a validation error.</param>
    public static async Task<(T? Value, ApiError? Error)> ReadAsync<T>(
        HttpRequest request,
        int limit,
        Func<JsonElement, ValidationErrors, T?> parse
    )
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, ApiError.UnsupportedMediaType($"Unsupported Content-Type. Send {MediaType}.", MediaType));
        if (await RequestBody.ReadAsync(request, limit) is not { } body)
            return (null, TooLarge(limit));
        if (!Utf8.IsValid(body))
            return (null, NotUtf8);
        try
        {
            using var document = JsonDocument.Parse(body);
            var errors = new ValidationErrors();
            var value = parse(document.RootElement, errors);
            return (value, value is null ? ApiError.Validation(errors.ToString()) : null);
        }
        catch (JsonException)
        {
            return (null, ApiError.Validation("body: is not valid JSON"));
        }
    }

    public static ApiError NotUtf8 { get; } = ApiError.Validation("body: is not valid UTF-8");

    public static ApiError TooLarge(int limit) => ApiError.TooLarge($"The request exceeds {limit} bytes.");
}
