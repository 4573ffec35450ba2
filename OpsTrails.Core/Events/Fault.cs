namespace OpsTrails.Core.Events;

/// <summary>One thing that is wrong with what was sent: the member or parameter, and a sentence that says what to send.</summary>
public readonly record struct Fault(string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}

/// <summary>Collects every fault before anything is answered.</summary>
public sealed class Faults
{
    private readonly List<Fault> _faults = [];

    public bool Any => _faults.Count > 0;

    public IReadOnlyList<Fault> All => _faults;

    public void Add(string field, string message) => _faults.Add(new Fault(field, message));

    /// <summary>Every fault as <c>field: message</c>, joined by <c>; </c>.</summary>
    public override string ToString() => string.Join("; ", _faults);

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
