using System.ComponentModel;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Facets;

/// <summary>Finds environments and systems whose names look alike and don't count as one yet.</summary>
internal sealed class SeenLookAlikes(SeenValues seen, SettingsStore settings)
{
    public async Task<IReadOnlyList<LookAlikeAnswer>> FindAsync(OrganizationId organization, CancellationToken cancel)
    {
        var reading = (Subjects: seen.SubjectsAsync(organization, cancel), Sources: seen.SourcesAsync(organization, cancel));
        await Task.WhenAll(reading.Subjects, reading.Sources);
        var ladders = (await settings.GetAsync(organization, cancel)).CanonicalLadders.SelectMany(ladder => ladder).ToHashSet();
        return [.. Find("subject", await reading.Subjects, ladders), .. Find("source", await reading.Sources, [])];
    }

    /// <summary>The name to keep is one of a ladder, or else the one that most cells have, or else the last seen.</summary>
    private static IEnumerable<LookAlikeAnswer> Find(string field, IReadOnlyList<SeenValue> values, HashSet<string> preferred) =>
        LookAlikes
            .Find(
                values
                    .Where(value => value.ArchivedAt is null)
                    .OrderByDescending(value => preferred.Contains(value.Value))
                    .ThenByDescending(value => value.Cells)
                    .ThenByDescending(value => value.Last)
                    .Select(value => value.Value)
            )
            .Select(names => new LookAlikeAnswer(field, names, names[0]));
}

internal sealed record LookAlikeAnswer(
    [property: Description("subject or source.")] string Field,
    IReadOnlyList<string> Names,
    [property: Description("The name to keep: one of a ladder, or else the one that most cells have.")] string Suggested
);
