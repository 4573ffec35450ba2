namespace OpsTrails.Functions.Http;

/// <summary>An error of the API: a status, a code for programs and a message for people.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of the API's error codes.</param>
/// <param name="Message">What is wrong and how to fix it. Never contains a key or a payload.</param>
internal sealed record ApiError(int Status, string Code, string Message)
{
    /// <summary>Whole seconds, 1 to 60.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The accepted media types.</summary>
    public string? Accept { get; init; }

    public static ApiError Validation(string message) => new(StatusCodes.Status400BadRequest, "VALIDATION_ERROR", message);

    public static ApiError Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", message);

    public static ApiError Forbidden(string message) => new(StatusCodes.Status403Forbidden, "FORBIDDEN", message);

    public static ApiError NotFound(string message) => new(StatusCodes.Status404NotFound, "NOT_FOUND", message);

    public static ApiError MethodNotAllowed { get; } =
        new(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Method not allowed. The Allow header lists the allowed ones.");

    public static ApiError Conflict(string message) => new(StatusCodes.Status409Conflict, "CONFLICT", message);

    public static ApiError CursorExpired(string message) => new(StatusCodes.Status410Gone, "CURSOR_EXPIRED", message);

    public static ApiError TooLarge(string message) => new(StatusCodes.Status413PayloadTooLarge, "PAYLOAD_TOO_LARGE", message);

    public static ApiError UnsupportedMediaType(string message, string accept) =>
        new(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", message) { Accept = accept };

    public static ApiError QuotaExceeded(string message, TimeSpan? retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "QUOTA_EXCEEDED", message)
        {
            RetryAfter = Math.Clamp((int)Math.Ceiling(retryAfter?.TotalSeconds ?? 1), 1, 60),
        };

    public static ApiError Internal { get; } =
        new(
            StatusCodes.Status500InternalServerError,
            "INTERNAL_ERROR",
            "Internal error. It has been logged. Send the request again with the same id."
        );

    public static ApiError Unavailable { get; } =
        new(
            StatusCodes.Status503ServiceUnavailable,
            "SERVICE_UNAVAILABLE",
            "Storage is unavailable, and the event may have been recorded. "
                + "Send it again with an id of your own, so that it is recorded once."
        )
        {
            RetryAfter = 5,
        };

    /// <summary>The error for a response of the framework that has only a status.</summary>
    public static ApiError ForStatus(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => Unauthorized("This needs a valid API key."),
            StatusCodes.Status403Forbidden => Forbidden("The key's scope doesn't allow this."),
            StatusCodes.Status404NotFound => NotFound("Unknown address. See /docs/api for the API."),
            StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
            StatusCodes.Status408RequestTimeout => new(status, "VALIDATION_ERROR", "The request arrived too slowly. Send it again."),
            StatusCodes.Status410Gone => CursorExpired("The events after this cursor are no longer kept."),
            StatusCodes.Status413PayloadTooLarge => TooLarge("The request is too large."),
            StatusCodes.Status415UnsupportedMediaType => new(status, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type."),
            >= 400 and < 500 => Validation("Malformed request."),
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            _ => Internal with { Status = status },
        };
}
