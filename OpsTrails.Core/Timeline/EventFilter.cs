using System.Security.Cryptography;
using System.Text;
using OpsTrails.Core.Events;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Timeline;

/// <summary>Selects events that meet all conditions, contain all terms and contain no excluded term.</summary>
public sealed record EventFilter
{
    public static readonly EventFilter Everything = new();

    public IReadOnlyList<FieldCondition> Conditions { get; init; } = [];

    /// <summary>Texts to find in type, version, source, subject or description, in any letter case.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>Texts that exclude an event.</summary>
    public IReadOnlyList<string> ExcludedTerms { get; init; } = [];

    /// <summary>The names that count for the texts. Those of the conditions are resolved already.</summary>
    private OrganizationNames Names { get; init; } = OrganizationNames.None;

    public bool NeedsText => Terms.Count + ExcludedTerms.Count > 0;

    /// <summary>The same filter for events with names as sent: every alias and every member of a group is added.</summary>
    public EventFilter Resolve(OrganizationNames names) =>
        this with
        {
            Conditions =
                names.HasAliases || names.Groups.Count > 0 ? [.. Conditions.Select(condition => condition.Resolve(names))] : Conditions,
            Names = names,
        };

    public bool Matches(RecordedEvent e) => Conditions.All(condition => condition.Matches(e)) && MatchesText(e);

    /// <summary>
    /// Whether a deleted event may have matched. Its text is unknown, so terms count as found and excluded terms as not found.
    /// </summary>
    public bool MayHaveMatched(DeletedEvent e) => Conditions.All(condition => condition.Matches(e));

    private bool MatchesText(RecordedEvent e)
    {
        if (!NeedsText)
            return true;
        var texts = new EventTexts(e, Names);
        return Terms.All(texts.Contain) && !ExcludedTerms.Any(texts.Contain);
    }

    /// <summary>The values that the conditions allow for a field. Null if it can have any value, or those of a pattern.</summary>
    public IReadOnlyList<string>? ValuesOf(EventField field)
    {
        var named = Conditions.Where(condition => condition.Field == field && condition is { Negated: false, Patterns.Count: 0 }).ToList();
        return named.Count == 0
            ? null
            :
            [
                .. named
                    .Skip(1)
                    .Aggregate(
                        named[0].Values.AsEnumerable(),
                        (values, condition) => values.Intersect(condition.Values, StringComparer.Ordinal)
                    ),
            ];
    }

    /// <summary>Equal filters have equal hashes. A cursor carries the hash.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        foreach (var condition in Conditions.Select(condition => condition.ToString()).Order(StringComparer.Ordinal))
            text.Append(condition).Append('\n');
        foreach (var term in Terms.Order(StringComparer.Ordinal))
            text.Append("+ ").Append(term).Append('\n');
        foreach (var term in ExcludedTerms.Order(StringComparer.Ordinal))
            text.Append("- ").Append(term).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}

/// <summary>
/// A field that has, or doesn't have, one of some values or a value that matches a pattern. An empty value matches an absent member.
/// </summary>
public sealed record FieldCondition(EventField Field, IReadOnlyList<string> Values, bool Negated = false)
{
    public IReadOnlyList<ValuePattern> Patterns { get; init; } = [];

    /// <summary>The names that count for the patterns.</summary>
    private OrganizationNames Names { get; init; } = OrganizationNames.None;

    public bool Matches(RecordedEvent e) => Allows(Of(e.Type, e.Source, e.Subject, e.Severity, e.Version));

    public bool Matches(DeletedEvent e) => Allows(Of(e.Type, e.Source, e.Subject, e.Severity, e.Version));

    public FieldCondition Resolve(OrganizationNames names) =>
        Field switch
        {
            EventField.Subject => this with
            {
                Values =
                [
                    .. Values.Concat(names.Groups.Keys.Where(MatchesPattern)).SelectMany(names.SubjectsOf).Distinct(StringComparer.Ordinal),
                ],
                Names = names,
            },
            EventField.Source => this with
            {
                Values = [.. Values.SelectMany(names.Sources.AllOf).Distinct(StringComparer.Ordinal)],
                Names = names,
            },
            _ => this,
        };

    public override string ToString() =>
        $"{(Negated ? "-" : "")}{Field.Name()}:{string.Join('\u0001', Values.Order(StringComparer.Ordinal))}"
        + string.Concat(Patterns.Select(pattern => "\u0002" + pattern).Order(StringComparer.Ordinal));

    private bool Allows(string? value) =>
        (
            Values.Contains(value ?? "", StringComparer.Ordinal)
            || (Patterns.Count > 0 && value is not null && NamesOf(value).Any(MatchesPattern))
        ) != Negated;

    private bool MatchesPattern(string value) => Patterns.Any(pattern => pattern.Matches(value));

    /// <summary>Every name that counts as the same as a value.</summary>
    private IReadOnlyList<string> NamesOf(string value) =>
        Field switch
        {
            EventField.Subject when Names.Subjects.Any => Names.Subjects.AllOf(value),
            EventField.Source when Names.Sources.Any => Names.Sources.AllOf(value),
            _ => [value],
        };

    private string? Of(string type, string source, string? subject, string? severity, string? version) =>
        Field switch
        {
            EventField.Type => type,
            EventField.Source => source,
            EventField.Subject => subject,
            EventField.Severity => severity,
            _ => version,
        };
}
