using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>Collects what single parameters and the query text ask for; a field named in both means or.</summary>
public sealed class FilterBuilder
{
    /// <summary>How many values and texts one filter may name.</summary>
    public const int MaxValues = 100;

    private readonly List<(EventField Field, string Value, bool Negated)> _values = [];
    private readonly List<FieldCondition> _severities = [];
    private readonly List<string> _terms = [];
    private readonly List<string> _excludedTerms = [];

    public int Count => _values.Count + _severities.Count + _terms.Count + _excludedTerms.Count;

    /// <returns>What is wrong with the value; null when it was added.</returns>
    public string? Add(EventField field, string value, bool negated = false)
    {
        if (field == EventField.Severity && value.Length > 0 && !EventRules.Severities.Contains(value))
            return $"{ValidationErrors.Quote(value)} is not one of {string.Join(", ", EventRules.Severities)}";
        if (TextRules.LengthOf(value) > EventRules.SourceLength)
            return $"{ValidationErrors.Quote(value)} has more than {EventRules.SourceLength} characters, which no event has there";
        _values.Add((field, value, negated));
        return null;
    }

    /// <summary>Severities that a comparison allows; it holds besides what else is asked of severity.</summary>
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
