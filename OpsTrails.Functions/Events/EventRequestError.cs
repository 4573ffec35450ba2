using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Events;

/// <summary>Why a request, or one event of a batch, can't be recorded.</summary>
/// <param name="Kind">The kind of error, which decides the status.</param>
/// <param name="Message">What is wrong and how to fix it. Never contains a payload.</param>
internal sealed record EventRequestError(EventRequestErrorKind Kind, string Message)
{
    public static EventRequestError Invalid(string message) => new(EventRequestErrorKind.Invalid, message);

    public static EventRequestError Invalid(ValidationErrors errors) => Invalid(errors.ToString());

    public static EventRequestError TooLarge(string message) => new(EventRequestErrorKind.TooLarge, message);

    public static EventRequestError UnsupportedMediaType(string message) => new(EventRequestErrorKind.UnsupportedMediaType, message);
}

internal enum EventRequestErrorKind
{
    Invalid,
    TooLarge,
    UnsupportedMediaType,
}
