using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Functions.Tests.Grid;

/// <summary>The grid at any moment is what the events up to it make, however late and in whatever order they were recorded.</summary>
public sealed class TimeTravelTests(SharedAzurite azurite)
{
    [Fact]
    public async Task The_grid_at_any_moment_is_made_by_the_events_up_to_it()
    {
        await using var store = await GridStore.StartAsync();

        await Gen.Select(GridEventGens.Groups(most: 70), GridEventGens.Minute.Array[4])
            .SampleAsync((groups, minutes) => CompareAsync(store, groups, minutes), iter: 150, threads: 1);
    }

    [Fact]
    public async Task So_it_is_over_Azure_Tables()
    {
        await using var store = await GridStore.StartAsync((await azurite.StartedAsync()).ConnectionString);

        await Gen.Select(GridEventGens.Groups(most: 25), GridEventGens.Minute.Array[2])
            .SampleAsync((groups, minutes) => CompareAsync(store, groups, minutes), iter: 8, threads: 1);
    }

    [Fact]
    public async Task A_version_may_lie_hundreds_of_events_back()
    {
        await using var store = await GridStore.StartAsync();
        var organization = OrganizationId.New();
        List<RecordedEvent> events = [Event("first", -5_000, "v1"), Event("second", -4_999, "v2")];
        events.AddRange(Enumerable.Range(0, 150).Select(i => Rollback($"r-{i}", -4_000 + i)));
        events.AddRange(Enumerable.Range(0, 1_200).Select(i => Event($"purge-{i}", -3_000 + i, null, "cache-purge")));
        await store.RecordAsync(organization, events.Chunk(50));

        foreach (var minute in (int[])[0, -2_500, -3_900, -4_999, -5_000, -5_001])
            Assert.Equal(ReferenceGrid.At(At(minute), events), ReferenceGrid.LinesOf(await store.ReadAsync(organization, At(minute))));
    }

    [Fact]
    public async Task A_comparison_has_the_versions_that_the_events_make_on_either_side()
    {
        await using var store = await GridStore.StartAsync();

        await Gen.Select(GridEventGens.Groups(most: 60), GridEventGens.Minute, GridEventGens.Minute)
            .SampleAsync(
                async (groups, from, to) =>
                {
                    var organization = OrganizationId.New();
                    await store.RecordAsync(organization, groups);

                    var query = new DiffQuery(new EnvironmentAt("STAGING", At(from)), new EnvironmentAt("PRODUCTION", At(to)));
                    var result = await store.Diffs.CompareAsync(organization, query, TestContext.Current.CancellationToken);

                    var events = groups.SelectMany(group => group).ToList();
                    foreach (var compared in result.Sources)
                    {
                        Assert.Equal(ReferenceGrid.VersionAt(At(from), events, compared.Source, "STAGING"), compared.From?.Version);
                        Assert.Equal(ReferenceGrid.VersionAt(At(to), events, compared.Source, "PRODUCTION"), compared.To?.Version);
                    }
                },
                iter: 80,
                threads: 1
            );
    }

    [Fact]
    public async Task A_change_of_what_types_mean_counts_for_the_past_whenever_it_comes()
    {
        await using var store = await GridStore.StartAsync();
        var settings = store.App.Services.GetRequiredService<SettingsStore>();

        await Gen.Select(GridEventGens.Groups(most: 60), GridEventGens.Minute.Array[2], Gen.Int[0, 8])
            .SampleAsync(
                async (groups, minutes, before) =>
                {
                    var organization = OrganizationId.New();
                    await store.RecordAsync(organization, groups.Take(before));
                    await settings.ReplaceAsync(organization, Remapped, RevisionCondition.Anything, "test", CancellationToken.None);
                    await store.RecordAsync(organization, groups.Skip(before));

                    var events = groups.SelectMany(group => group).ToList();
                    foreach (var at in (Timestamp[])[At(0), At(1440), .. minutes.Select(At)])
                    {
                        Assert.Equal(
                            ReferenceGrid.At(at, events, RemappedMeanings),
                            ReferenceGrid.LinesOf(await store.ReadAsync(organization, at, Remapped))
                        );
                    }
                },
                iter: 60,
                threads: 1
            );
    }

    private static readonly OrganizationSettings Remapped = OrganizationSettings.Default with
    {
        Types = TypeMeanings.Read(
            JsonElement.Parse("""{"something.of.our.own":"pipeline","cache-purge":"deployment","db-migration":"rollback"}"""),
            new ValidationErrors(),
            "types"
        )!,
    };

    private static readonly Dictionary<string, string> RemappedMeanings = new(GridEventGens.Meanings)
    {
        ["something.of.our.own"] = "",
        ["cache-purge"] = "arrives",
        ["db-migration"] = "back",
    };

    private static async Task CompareAsync(GridStore store, List<RecordedEvent[]> groups, int[] minutes)
    {
        var organization = OrganizationId.New();
        var events = groups.SelectMany(group => group).ToList();
        await store.RecordAsync(organization, groups);

        Timestamp[] moments =
        [
            At(0),
            At(-3 * 1440),
            At(1440),
            events[0].Time,
            events[^1].Time,
            events[^1].Time.Previous(),
            .. minutes.Select(At),
        ];
        foreach (var at in moments)
        {
            var grid = await store.ReadAsync(organization, at);

            Assert.Equal(ReferenceGrid.At(at, events), ReferenceGrid.LinesOf(grid));
            Assert.True(grid.IsCountComplete);
        }
    }
}
