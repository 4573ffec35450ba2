namespace OpsTrails.Functions.Http;

/// <summary>A failure as the wire tells it: a status, a code for programs and a sentence for a person.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of the codes of the API.</param>
/// <param name="Message">Says what is wrong and what to do; never holds a key or a payload.</param>
internal sealed record ApiError(int Status, string Code, string Message)
{
    /// <summary>Whole seconds, 1 to 60.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The media types that would have been taken.</summary>
    public string? Accept { get; init; }

    public static ApiError Validation(string message) => new(StatusCodes.Status400BadRequest, "VALIDATION_ERROR", message);

    public static ApiError Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", message);

    public static ApiError Forbidden(string message) => new(StatusCodes.Status403Forbidden, "FORBIDDEN", message);

    public static ApiError NotFound(string message) => new(StatusCodes.Status404NotFound, "NOT_FOUND", message);

    public static ApiError MethodNotAllowed { get; } =
        new(
            StatusCodes.Status405MethodNotAllowed,
            "METHOD_NOT_ALLOWED",
            "This address does not take that method; the Allow header says which it takes."
        );

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
            "Something failed that should not; it has been logged. Send the request again with the same id."
        );

    public static ApiError Unavailable { get; } =
        new(
            StatusCodes.Status503ServiceUnavailable,
            "SERVICE_UNAVAILABLE",
            "Storage does not answer; the event may have been recorded. Send it again, with an id made by the client so that it is recorded once."
        )
        {
            RetryAfter = 5,
        };

    /// <summary>What a bare status means, for answers made by the framework.</summary>
    public static ApiError ForStatus(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => Unauthorized("A valid API key is needed."),
            StatusCodes.Status403Forbidden => Forbidden("The key's scope does not allow this."),
            StatusCodes.Status404NotFound => NotFound("There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
            StatusCodes.Status408RequestTimeout => new(status, "VALIDATION_ERROR", "The request came too slowly."),
            StatusCodes.Status410Gone => CursorExpired("What followed this cursor is no longer kept."),
            StatusCodes.Status413PayloadTooLarge => TooLarge("The request is too large."),
            StatusCodes.Status415UnsupportedMediaType => new(status, "UNSUPPORTED_MEDIA_TYPE", "This media type is not taken here."),
            >= 400 and < 500 => Validation("The request is not understood."),
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            _ => Internal with { Status = status },
        };
}
