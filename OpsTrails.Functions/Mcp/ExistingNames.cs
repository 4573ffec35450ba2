using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Mcp;

/// <summary>Help for an empty result: existing names, the names nearest to those asked for, and the newest event.</summary>
internal sealed class ExistingNames(SeenValues seen, EventPages pages)
{
    private const int NamesShown = 20;
    private const int NameLength = 100;

    public async Task AddAsync(CompactAnswer answer, OrganizationId organization, ToolCall call, CancellationToken cancel)
    {
        var newest = pages.FindNewestAsync(organization, cancel);
        var fields = new[]
        {
            ("type", "types", seen.TypesAsync(organization, cancel)),
            ("source", "sources", seen.SourcesAsync(organization, cancel)),
            ("subject", "subjects", seen.SubjectsAsync(organization, cancel)),
        };
        await Task.WhenAll(fields.Select(field => (Task)field.Item3).Append(newest));

        answer.Say(
            "newest_event",
            (await newest) is { } e ? $"{EventRef.Of(e.Id).Digits} at {ZonedTime.Utc(e.Time)}" : "none: nothing has been recorded yet"
        );
        foreach (var (argument, plural, reading) in fields)
        {
            var values = await reading;
            var names = values.OrderByDescending(value => value.Last).Select(value => value.Value).ToList();
            if (
                call.Text(argument) is { } asked
                && !ValuePattern.IsPattern(asked)
                && !values.Any(value => value.Value == asked || value.Aliases.Contains(asked))
            )
            {
                var nearest = NearestNames.Find(asked, names);
                answer.Recorded($"{argument}_not_recorded", asked, NameLength);
                answer.Recorded($"nearest_{plural}", nearest);
            }
            answer.Recorded(names.Count > NamesShown ? $"{plural}_lately" : plural, [.. names.Take(NamesShown)]);
        }
    }
}
