using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>Builds a filter from single parameters and query text. Repeating a field means OR.</summary>
public sealed class FilterBuilder
{
    /// <summary>The maximum number of values and texts in a filter.</summary>
    public const int MaxValues = 100;

    private readonly List<(EventField Field, string Value, bool Negated)> _values = [];
    private readonly List<(EventField Field, ValuePattern Pattern, bool Negated)> _patterns = [];
    private readonly List<FieldCondition> _severities = [];
    private readonly List<string> _terms = [];
    private readonly List<string> _excludedTerms = [];

    /// <summary>The validation error for more than <see cref="MaxValues"/> values.</summary>
    internal string TooMany => $"has {Count} values, at most {MaxValues} are allowed. Send fewer";

    public int Count => _values.Count + _patterns.Count + _severities.Count + _terms.Count + _excludedTerms.Count;

    /// <returns>The error in the value, or null if it was added.</returns>
    public FilterError? Add(EventField field, string value, bool negated = false)
    {
        if (field == EventField.Severity && value.Length > 0 && !EventRules.Severities.Contains(value))
            return FilterError.UnknownSeverity(value);
        if (TooLong(value) is { } error)
            return error;
        _values.Add((field, value, negated));
        return null;
    }

    /// <summary>Adds a value with <c>*</c> for any text. A pattern for severities adds those that it matches.</summary>
    /// <returns>The error in the pattern, or null if it was added.</returns>
    public FilterError? AddPattern(EventField field, string text, bool negated = false)
    {
        if (TooLong(text) is { } error)
            return error;
        var pattern = new ValuePattern(text);
        if (field != EventField.Severity)
        {
            _patterns.Add((field, pattern, negated));
            return null;
        }
        var severities = EventRules.Severities.Where(pattern.Matches).ToList();
        if (severities.Count == 0)
            return FilterError.UnknownSeverity(text);
        _values.AddRange(severities.Select(severity => (field, severity, negated)));
        return null;
    }

    private static FilterError? TooLong(string value) =>
        TextRules.LengthOf(value) <= EventRules.SourceLength
            ? null
            : new FilterError(
                $"{ValidationErrors.Quote(value)} is too long: {TextRules.LengthOf(value)} characters",
                $"Use at most {EventRules.SourceLength}"
            );

    /// <summary>Adds the severities that a comparison allows. Combined with other conditions on severity by AND.</summary>
    public void AddSeverities(IReadOnlyList<string> severities) => _severities.Add(new FieldCondition(EventField.Severity, severities));

    public void AddTerm(string term, bool excluded = false) => (excluded ? _excludedTerms : _terms).Add(term);

    public EventFilter Build() =>
        new()
        {
            Conditions =
            [
                .. _values
                    .Select(value => (value.Field, value.Negated))
                    .Concat(_patterns.Select(value => (value.Field, value.Negated)))
                    .Distinct()
                    .OrderBy(key => key.Field)
                    .ThenBy(key => key.Negated)
                    .Select(key => new FieldCondition(
                        key.Field,
                        [
                            .. _values
                                .Where(value => (value.Field, value.Negated) == key)
                                .Select(value => value.Value)
                                .Distinct(StringComparer.Ordinal),
                        ],
                        key.Negated
                    )
                    {
                        Patterns =
                        [
                            .. _patterns
                                .Where(value => (value.Field, value.Negated) == key)
                                .Select(value => value.Pattern)
                                .DistinctBy(pattern => pattern.Text, StringComparer.OrdinalIgnoreCase),
                        ],
                    }),
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
        new(
            $"{ValidationErrors.Quote(value)} is unknown",
            DidYouMean(NearestNames.Find(value, EventRules.Severities, most: 1)) + $"Use {ValidationErrors.AnyOf(EventRules.Severities)}"
        );

    /// <summary>A sentence for a near name, with a space after it. Empty if there is none.</summary>
    internal static string DidYouMean(IReadOnlyList<string> near) => near.Count == 0 ? "" : $"Did you mean {near[0]}? ";
}
