using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Http;

/// <summary>Reads a JSON body into something, or says what is wrong with it.</summary>
internal static class JsonBody
{
    public const string MediaType = "application/json";

    /// <param name="request">Whose body.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="parse">Gives null exactly when it added a fault.</param>
    public static async Task<(T? Value, ApiError? Error)> ReadAsync<T>(
        HttpRequest request,
        int limit,
        Func<JsonElement, ValidationErrors, T?> parse
    )
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, ApiError.UnsupportedMediaType($"Send {MediaType}.", MediaType));
        if (await RequestBody.ReadAsync(request, limit) is not { } body)
            return (null, TooLarge(limit));
        if (!Utf8.IsValid(body))
            return (null, NotUtf8);
        try
        {
            using var document = JsonDocument.Parse(body);
            var faults = new ValidationErrors();
            var value = parse(document.RootElement, faults);
            return (value, value is null ? ApiError.Validation(faults.ToString()) : null);
        }
        catch (JsonException)
        {
            return (null, ApiError.Validation("body: is not valid JSON"));
        }
    }

    public static ApiError NotUtf8 { get; } = ApiError.Validation("body: is not valid UTF-8");

    public static ApiError TooLarge(int limit) => ApiError.TooLarge($"The request has more than {limit} bytes.");
}
