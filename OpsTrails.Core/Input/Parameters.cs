namespace OpsTrails.Core.Input;

/// <summary>The query parameters of a request, of which unknown ones and single ones that came twice are faults.</summary>
public sealed class Parameters
{
    private static readonly string[] Repeatable = ["type", "source", "subject", "severity", "version", "search", "q"];

    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    private Parameters() { }

    public static Parameters Read(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        IReadOnlyList<string> known,
        ValidationErrors faults
    )
    {
        var read = new Parameters();
        foreach (var (name, values) in parameters)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                faults.Add(
                    ValidationErrors.Quote(name),
                    known.Count == 0
                        ? "is not a parameter here, there are none"
                        : $"is not a parameter here, send {string.Join(", ", known)}"
                );
            else if (values.Count > 1 && !Repeatable.Contains(name, StringComparer.Ordinal))
                faults.Add(name, $"came {values.Count} times, send it once");
            else if (values.FirstOrDefault(value => TextRules.CheckCharacters(value) is not null) is { } wrong)
                faults.Add(name, TextRules.CheckCharacters(wrong)!);
            else
                read._values[name] = values;
        }
        return read;
    }

    public IReadOnlyList<string> All(string name) => _values.GetValueOrDefault(name) ?? [];

    public string? One(string name) => _values.GetValueOrDefault(name) is { Count: > 0 } values ? values[0] : null;
}
