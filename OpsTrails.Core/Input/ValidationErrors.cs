namespace OpsTrails.Core.Input;

/// <summary>One thing that is wrong with what was sent: the member or parameter, and a sentence that says what to send.</summary>
public readonly record struct ValidationError(string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}

/// <summary>Collects every fault before anything is answered.</summary>
public sealed class ValidationErrors
{
    /// <summary>How many faults an answer names; thousands of them would help nobody and outgrow what was sent.</summary>
    public const int MostNamed = 100;

    private const string Separator = "; ";

    private readonly List<ValidationError> _faults = [];

    public bool Any => _faults.Count > 0;

    public IReadOnlyList<ValidationError> All => _faults;

    /// <summary>Adds a fault; what separates faults in an answer does not occur within one.</summary>
    public void Add(string field, string message) =>
        _faults.Add(
            new ValidationError(
                field.Replace(Separator, ", ", StringComparison.Ordinal),
                message.Replace(Separator, ", ", StringComparison.Ordinal)
            )
        );

    /// <summary>Every fault as <c>field: message</c>, joined by <c>; </c>; past <see cref="MostNamed"/> only how many there are.</summary>
    public override string ToString() =>
        _faults.Count <= MostNamed
            ? string.Join(Separator, _faults)
            : string.Join(
                Separator,
                _faults.Take(MostNamed).Select(fault => fault.ToString()).Append($"event: has {_faults.Count - MostNamed} more faults")
            );

    /// <summary>What came, in quotes, cut to a length that fits in a sentence.</summary>
    public static string Quote(string value)
    {
        const int Longest = 40;
        if (value.Length <= Longest)
            return $"'{value}'";
        var end = char.IsHighSurrogate(value[Longest - 1]) ? Longest - 1 : Longest;
        return $"'{value[..end]}…'";
    }
}
