using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

/// <summary>The grammar of one line of text, as a list of lines with what each means or what is wrong with it.</summary>
public sealed class FilterVectorTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Lines => [.. Vectors().Select(vector => vector.GetRawText())];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_means_this_filter_or_has_these_faults(string json)
    {
        var vector = JsonElement.Parse(json);
        var builder = new FilterBuilder();
        var faults = new ValidationErrors();

        FilterGrammar.Read(vector.GetProperty("q").GetString()!, builder, faults);

        var filter = builder.Build();
        var errors = List(vector, "errors");
        Assert.Equal(errors.Count, faults.All.Count);
        Assert.All(errors.Zip(faults.All), pair => Assert.StartsWith(pair.First, pair.Second.Message, StringComparison.Ordinal));
        Assert.All(faults.All, fault => Assert.Equal("q", fault.Field));
        if (errors.Count > 0)
            return;
        Assert.Equal(List(vector, "conditions"), filter.Conditions.Select(Text));
        Assert.Equal(List(vector, "terms"), filter.Terms);
        Assert.Equal(List(vector, "excluded"), filter.ExcludedTerms);
    }

    [Fact]
    public void Single_parameters_that_say_the_same_make_the_same_question()
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
    public void Whatever_is_written_is_a_filter_or_faults_and_never_an_exception()
    {
        CsCheck.Check.Sample(
            CsCheck.Gen.String[CsCheck.Gen.Char["type:severity>=<MAJOR\"\\- a\t😀"], 0, 40],
            line =>
            {
                var builder = new FilterBuilder();
                var faults = new ValidationErrors();
                FilterGrammar.Read(line, builder, faults);
                return builder.Build().Hash().Length == 16;
            }
        );
    }

    private static string HashOf(IReadOnlyList<(string, IReadOnlyList<string>)> parameters)
    {
        var faults = new ValidationErrors();
        var question = EventQuery.Parse(parameters, Now, faults);
        Assert.Equal("", faults.ToString());
        return question!.Hash;
    }

    private static string Text(FieldCondition condition) =>
        $"{(condition.Negated ? "-" : "")}{condition.Field.Name()}:{string.Join('|', condition.Values)}";

    private static List<string> List(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private static IReadOnlyList<JsonElement> Vectors() =>
        [
            .. JsonElement
                .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Timeline", "filter-vectors.json")))
                .EnumerateArray(),
        ];
}
