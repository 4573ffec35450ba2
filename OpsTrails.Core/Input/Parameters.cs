namespace OpsTrails.Core.Input;

/// <summary>The query parameters of a request. Reports unknown parameters, and single ones that were sent more than once.</summary>
public sealed class Parameters
{
    private static readonly string[] Repeatable = ["type", "source", "subject", "severity", "version", "search", "q", "include", "state"];

    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    private Parameters() { }

    public static Parameters Read(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> known,
        ValidationErrors errors
    )
    {
        var read = new Parameters();
        foreach (var (name, values) in parameters)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                errors.Add(
                    ValidationErrors.Quote(name),
                    known.Count == 0 ? "is unknown. Send no parameters" : $"is unknown. Use {ValidationErrors.AnyOf(known)}"
                );
            else if (values.Count > 1 && !Repeatable.Contains(name, StringComparer.Ordinal))
                errors.Add(name, ValidationErrors.Repeated(values.Count));
            else if (values.FirstOrDefault(value => TextRules.CheckCharacters(value) is not null) is { } wrong)
                errors.Add(name, TextRules.CheckCharacters(wrong)!);
            else
                read._values[name] = values;
        }
        return read;
    }

    public IReadOnlyList<string> All(string name) => _values.GetValueOrDefault(name) ?? [];

    public string? One(string name) => _values.GetValueOrDefault(name) is { Count: > 0 } values ? values[0] : null;
}
