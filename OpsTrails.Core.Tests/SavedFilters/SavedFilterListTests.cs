using CsCheck;
using OpsTrails.Core.Input;
using OpsTrails.Core.SavedFilters;

namespace OpsTrails.Core.Tests.SavedFilters;

public sealed class SavedFilterListTests
{
    private static readonly Gen<SavedFilter> Filters = Gen.Select(
        Gen.String,
        Gen.String,
        Gen.String,
        Gen.Bool.Select(has => has ? "-7d" : null),
        Gen.Long[0, DateTime.MaxValue.Ticks].Select(ticks => new Timestamp(ticks)),
        (id, name, query, range, at) => new SavedFilter(Sound(id), Sound(name), Sound(query), range, at, "person:p1")
    );

    [Fact]
    public void Saved_filters_survive_a_round_trip() =>
        Filters
            .Array[0, 5]
            .Sample(added =>
            {
                var filters = added.Aggregate(SavedFilterList.None, (all, filter) => all.Add(filter).With ?? all);

                Assert.Equal(filters.All, SavedFilterList.Read(filters.ToJson()).All);
            });

    [Fact]
    public void Names_are_unique_and_at_most_100_filters_are_kept() =>
        Gen.Int[0, 150]
            .Array[0, 300]
            .Sample(names =>
            {
                var filters = names.Aggregate(
                    SavedFilterList.None,
                    (all, name) =>
                        all.Add(new SavedFilter($"f{name}", name % 2 == 0 ? $"n{name}" : $"N{name}", "", null, default, "test")).With ?? all
                );

                Assert.Equal(Math.Min(names.Distinct().Count(), SavedFilterList.MaxCount), filters.All.Count);
                Assert.Equal(filters.All.Count, filters.All.Select(filter => filter.Name.ToUpperInvariant()).Distinct().Count());
            });

    [Fact]
    public void Deleting_a_filter_removes_only_that_filter()
    {
        var filters = SavedFilterList
            .None.Add(new SavedFilter("f1", "one", "", null, default, "test"))
            .With!.Add(new SavedFilter("f2", "two", "", null, default, "test"))
            .With!;

        Assert.Equal("two", Assert.Single(filters.Without("f1").All).Name);
        Assert.Equal(2, filters.Without("f3").All.Count);
    }

    private static string Sound(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));
}
