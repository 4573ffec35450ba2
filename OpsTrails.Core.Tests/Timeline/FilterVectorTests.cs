using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

/// <summary>Tests the grammar of query text with a list of lines and their filters or errors.</summary>
public sealed class FilterVectorTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Lines => [.. Vectors().Select(vector => vector.GetRawText())];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_means_this_filter_or_has_these_errors(string json)
    {
        var vector = JsonElement.Parse(json);
        var builder = new FilterBuilder();
        var errors = new ValidationErrors();

        FilterGrammar.Read(vector.GetProperty("q").GetString()!, builder, errors);

        var filter = builder.Build();
        var expected = List(vector, "errors");
        Assert.Equal(expected.Count, errors.All.Count);
        Assert.All(expected.Zip(errors.All), pair => Assert.StartsWith(pair.First, pair.Second.Message, StringComparison.Ordinal));
        Assert.All(errors.All, error => Assert.Equal("q", error.Field));
        if (expected.Count > 0)
            return;
        Assert.Equal(List(vector, "conditions"), filter.Conditions.Select(Text));
        Assert.Equal(List(vector, "terms"), filter.Terms);
        Assert.Equal(List(vector, "excluded"), filter.ExcludedTerms);
    }

    [Fact]
    public void Single_parameters_that_say_the_same_make_the_same_query()
    {
        var both = Vectors().Where(vector => vector.TryGetProperty("parameters", out _)).ToList();

        Assert.True(both.Count > 25);
        Assert.All(
            both,
            vector =>
            {
                var line = vector.GetProperty("q").GetString()!;
                var parameters = vector.GetProperty("parameters").GetString()!;
                Assert.Equal(
                    HashOf([("q", [line])]),
                    HashOf([
                        .. QueryHelpers.ParseQuery(parameters).Select(p => (p.Key, (IReadOnlyList<string>)[.. p.Value.Select(v => v!)])),
                    ])
                );
            }
        );
    }

    [Fact]
    public void Whatever_is_written_is_a_filter_or_errors_and_never_an_exception()
    {
        CsCheck.Check.Sample(
            CsCheck.Gen.String[CsCheck.Gen.Char["type:severity>=<MAJOR*\"\\- a\t😀"], 0, 40],
            line =>
            {
                var builder = new FilterBuilder();
                var errors = new ValidationErrors();
                FilterGrammar.Read(line, builder, errors);
                return builder.Build().Hash().Length == 16;
            }
        );
    }

    private static string HashOf(IReadOnlyList<(string, IReadOnlyList<string>)> parameters)
    {
        var errors = new ValidationErrors();
        var query = EventQuery.Parse(parameters, Now, errors);
        Assert.Equal("", errors.ToString());
        return query!.Hash;
    }

    private static string Text(FieldCondition condition) =>
        $"{(condition.Negated ? "-" : "")}{condition.Field.Name()}:"
        + string.Join('|', condition.Values.Concat(condition.Patterns.Select(pattern => "~" + pattern)));

    private static List<string> List(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private static IReadOnlyList<JsonElement> Vectors() =>
        [
            .. JsonElement
                .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Timeline", "filter-vectors.json")))
                .EnumerateArray(),
        ];
}
