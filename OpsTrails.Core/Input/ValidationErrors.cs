namespace OpsTrails.Core.Input;

/// <summary>
/// One error in a request: the member or parameter, and a message that continues its name. The message quotes the value, cut short,
/// then says what to send instead. It has no final period.
/// </summary>
public readonly record struct ValidationError(string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}

/// <summary>Collects all errors of a request before it is answered.</summary>
public sealed class ValidationErrors
{
    /// <summary>The error of a cursor that can't be read.</summary>
    public const string InvalidCursor = "is invalid. Use nextCursor from the previous page, or omit it";

    /// <summary>The error of a cursor that came from other parameters.</summary>
    public const string ForeignCursor = "belongs to a different query. Send it with the parameters of its first page, or omit it";

    /// <summary>The number of errors that an answer names. More would not help, and could outgrow the request.</summary>
    public const int MaxNamed = 100;

    private const string Separator = "; ";

    private readonly List<ValidationError> _errors = [];

    public bool Any => _errors.Count > 0;

    public IReadOnlyList<ValidationError> All => _errors;

    /// <summary>Adds an error. Replaces <c>; </c> in it, so that programs can split the answer there.</summary>
    public void Add(string field, string message) =>
        _errors.Add(
            new ValidationError(
                field.Replace(Separator, ", ", StringComparison.Ordinal),
                message.Replace(Separator, ", ", StringComparison.Ordinal)
            )
        );

    /// <summary>
    /// All errors as <c>field: message</c>, joined by <c>; </c>, with a final period. Past <see cref="MaxNamed"/> only their number.
    /// </summary>
    public override string ToString()
    {
        var named = _errors.Take(MaxNamed).Select(error => error.ToString());
        if (_errors.Count > MaxNamed)
            named = named.Append($"and {_errors.Count - MaxNamed} more errors");
        return string.Join(Separator, named) + (Any ? "." : "");
    }

    /// <summary>The value in double quotes, cut to 40 characters. Terminals show messages, so control characters become U+FFFD.</summary>
    public static string Quote(string value)
    {
        const int MaxLength = 40;
        var shown =
            value.Length <= MaxLength ? value : value[..(char.IsHighSurrogate(value[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
        return $"\"{(shown.Any(char.IsControl) ? string.Concat(shown.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : shown)}\"";
    }

    /// <summary>The values as <c>a, b or c</c>.</summary>
    internal static string AnyOf(IReadOnlyList<string> values) =>
        values.Count < 2 ? string.Concat(values) : $"{string.Join(", ", values.SkipLast(1))} or {values[^1]}";

    internal static string Unknown(string value, IReadOnlyList<string> known) => $"{Quote(value)} is unknown. Use {AnyOf(known)}";

    internal static string TooLong(string value, int maxLength) =>
        $"{Quote(value)} is too long: {TextRules.LengthOf(value)} characters, at most {maxLength}";

    internal static string Repeated(int times) => $"was sent {times} times. Send it once";
}
