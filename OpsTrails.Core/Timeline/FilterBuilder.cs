using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>Builds a filter from single parameters and query text. Repeating a field means OR.</summary>
public sealed class FilterBuilder
{
    /// <summary>The maximum number of values and texts in a filter.</summary>
    public const int MaxValues = 100;

    private readonly List<(EventField Field, string Value, bool Negated)> _values = [];
    private readonly List<FieldCondition> _severities = [];
    private readonly List<string> _terms = [];
    private readonly List<string> _excludedTerms = [];

    /// <summary>The validation error for more than <see cref="MaxValues"/> values.</summary>
    internal string TooMany => $"has {Count} values, at most {MaxValues} are allowed. Send fewer";

    public int Count => _values.Count + _severities.Count + _terms.Count + _excludedTerms.Count;

    /// <returns>The error in the value, or null if it was added.</returns>
    public FilterError? Add(EventField field, string value, bool negated = false)
    {
        if (field == EventField.Severity && value.Length > 0 && !EventRules.Severities.Contains(value))
            return FilterError.UnknownSeverity(value);
        if (TextRules.LengthOf(value) > EventRules.SourceLength)
            return new FilterError(
                $"{ValidationErrors.Quote(value)} is too long: {TextRules.LengthOf(value)} characters",
                $"Use at most {EventRules.SourceLength}"
            );
        _values.Add((field, value, negated));
        return null;
    }

    /// <summary>Adds the severities that a comparison allows. Combined with other conditions on severity by AND.</summary>
    public void AddSeverities(IReadOnlyList<string> severities) => _severities.Add(new FieldCondition(EventField.Severity, severities));

    public void AddTerm(string term, bool excluded = false) => (excluded ? _excludedTerms : _terms).Add(term);

    public EventFilter Build() =>
        new()
        {
            Conditions =
            [
                .. _values
                    .GroupBy(value => (value.Field, value.Negated))
                    .OrderBy(group => group.Key.Field)
                    .ThenBy(group => group.Key.Negated)
                    .Select(group => new FieldCondition(
                        group.Key.Field,
                        [.. group.Select(value => value.Value).Distinct(StringComparer.Ordinal)],
                        group.Key.Negated
                    )),
                .. _severities,
            ],
            Terms = [.. _terms.Distinct(StringComparer.Ordinal)],
            ExcludedTerms = [.. _excludedTerms.Distinct(StringComparer.Ordinal)],
        };
}

/// <summary>An error in a filter value and what to use instead. The query text inserts the column between the two.</summary>
public readonly record struct FilterError(string Problem, string Hint)
{
    public override string ToString() => $"{Problem}. {Hint}";

    internal static FilterError UnknownSeverity(string value) =>
        new($"{ValidationErrors.Quote(value)} is unknown", $"Use {ValidationErrors.AnyOf(EventRules.Severities)}");
}
