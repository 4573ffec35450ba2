using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>The parameters that filter events. Pages, counts and the live feed share them.</summary>
public static class FilterParameters
{
    public static IReadOnlyList<string> Names { get; } = [.. EventFields.Names, "search", "q"];

    public static EventFilter Read(Parameters given, ValidationErrors errors)
    {
        var filter = new FilterBuilder();
        foreach (var field in EventFields.All)
        {
            foreach (var value in given.All(field.Name()))
            {
                if (filter.Add(field, value) is { } error)
                    errors.Add(field.Name(), error.ToString());
            }
        }
        foreach (var text in given.All("search"))
        {
            if (string.IsNullOrWhiteSpace(text))
                errors.Add("search", "is empty. Send a text or omit it");
            else
                filter.AddTerm(text);
        }
        foreach (var text in given.All("q"))
            FilterGrammar.Read(text, filter, errors);
        if (filter.Count > FilterBuilder.MaxValues)
            errors.Add(given.All("q").Count > 0 ? "q" : "filter", filter.TooMany);
        return filter.Build();
    }
}
