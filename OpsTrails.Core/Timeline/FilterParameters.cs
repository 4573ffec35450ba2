using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>The parameters that say which events are asked for: the same for pages, counts and the live feed.</summary>
public static class FilterParameters
{
    public static IReadOnlyList<string> Names { get; } = [.. EventFields.Names, "search", "q"];

    public static EventFilter Read(Parameters given, ValidationErrors faults)
    {
        var filter = new FilterBuilder();
        foreach (var field in EventFields.All)
        {
            foreach (var value in given.All(field.Name()))
            {
                if (filter.Add(field, value) is { } wrong)
                    faults.Add(field.Name(), wrong);
            }
        }
        foreach (var text in given.All("search"))
        {
            if (string.IsNullOrWhiteSpace(text))
                faults.Add("search", "is empty, leave it out or give it a text");
            else
                filter.AddTerm(text);
        }
        foreach (var text in given.All("q"))
            FilterGrammar.Read(text, filter, faults);
        if (filter.Count > FilterBuilder.MaxValues)
            faults.Add(
                given.All("q").Count > 0 ? "q" : "filter",
                $"names {filter.Count} values, at most {FilterBuilder.MaxValues} are allowed"
            );
        return filter.Build();
    }
}
