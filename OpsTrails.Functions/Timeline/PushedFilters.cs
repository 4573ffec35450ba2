using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>The part of a filter that the store can look at by itself. All of it is checked again in process, so leaving some out only costs reads.</summary>
internal static class PushedFilters
{
    // What the keys of a range take of them.
    private const int ComparisonsOfRange = 3;

    public static IReadOnlyList<PropertyFilter> Of(EventFilter filter)
    {
        var left = TableLimits.ComparisonsPerFilter - ComparisonsOfRange;
        var pushed = new List<PropertyFilter>();
        foreach (var condition in filter.Conditions.OrderBy(condition => condition.Values.Count))
        {
            // An absent member is an absent property, which no comparison of the store can find.
            if (condition.Negated || condition.Values.Contains("") || condition.Values.Count > left)
                continue;
            pushed.Add(new PropertyFilter(condition.Field.ToString(), condition.Values));
            left -= condition.Values.Count;
        }
        return pushed;
    }
}
