using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>
/// The part of a filter that the store applies. Every condition is checked again in process, so leaving one out only costs reads.
/// </summary>
internal static class PushedFilters
{
    // The rest of the store's limit on comparisons goes to the keys of the range.
    private const int ComparisonsOfRange = 3;

    public static IReadOnlyList<PropertyFilter> Of(EventFilter filter)
    {
        var left = TableLimits.ComparisonsPerFilter - ComparisonsOfRange;
        var pushed = new List<PropertyFilter>();
        foreach (var condition in filter.Conditions.OrderBy(condition => condition.Values.Count))
        {
            // An absent member is an absent property, and the store can't compare with that, nor with a pattern.
            if (condition.Negated || condition.Patterns.Count > 0 || condition.Values.Contains("") || condition.Values.Count > left)
                continue;
            pushed.Add(new PropertyFilter(condition.Field.ToString(), condition.Values));
            left -= condition.Values.Count;
        }
        return pushed;
    }
}
