using System.Text.RegularExpressions;
using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

public sealed class ValuePatternTests
{
    [Fact]
    public void An_asterisk_is_any_text()
    {
        var text = Gen.String[Gen.Char["ab*"], 0, 8].Where(ValuePattern.IsPattern);

        Gen.Select(text, Gen.String[Gen.Char["abAB"], 0, 10])
            .Sample(
                (pattern, value) =>
                {
                    var expression = "^" + string.Join(".*", pattern.Split('*').Select(Regex.Escape)) + "$";
                    var expected = Regex.IsMatch(value, expression, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
                    Assert.Equal(expected, new ValuePattern(pattern).Matches(value));
                },
                iter: 20_000
            );
    }

    [Theory]
    [InlineData("source:*Checkout*", "//github.com/acme/checkout-service", null, true)]
    [InlineData("source:checkout*", "//github.com/acme/checkout-service", null, false)]
    [InlineData("-source:*checkout*", "//github.com/acme/checkout-service", null, false)]
    [InlineData("source:\"*checkout*\"", "//github.com/acme/checkout-service", null, false)]
    [InlineData("source:\"a*b\"", "a*b", null, true)]
    [InlineData("source:be", "BE", null, false)]
    [InlineData("subject:*", "BE", "QA", true)]
    [InlineData("subject:*", "BE", null, false)]
    [InlineData("subject:* subject:\"\"", "BE", null, true)]
    [InlineData("-subject:*", "BE", null, true)]
    [InlineData("subject:liv*", "BE", "PRODUCTION", true)]
    [InlineData("subject:prod*", "BE", "live", true)]
    [InlineData("subject:all-of-e*", "BE", "PRODUCTION-EU", true)]
    [InlineData("subject:all-of-e*", "BE", "PRODUCTION", false)]
    public void A_pattern_goes_by_every_name_of_a_place(string q, string source, string? subject, bool expected)
    {
        var names = new OrganizationNames(
            new Aliases(new Dictionary<string, IReadOnlyList<string>> { ["PRODUCTION"] = ["live"] }),
            Aliases.None,
            new Dictionary<string, IReadOnlyList<string>> { ["all-of-europe"] = ["PRODUCTION-EU"] },
            ArchivedNames.None
        );
        var builder = new FilterBuilder();
        var errors = new ValidationErrors();
        FilterGrammar.Read(q, builder, errors);
        var e = new RecordedEvent
        {
            Id = "1",
            Type = "deployment",
            Source = source,
            Subject = subject,
            Time = default,
            CreatedAt = default,
            Json = "{}"u8.ToArray(),
        };

        Assert.Equal("", errors.ToString());
        Assert.Equal(expected, builder.Build().Resolve(names).Matches(e));
        Assert.True(!expected || builder.Build().Resolve(names).MayHaveMatched(DeletedEvent.Of(e, default)));
    }

    [Fact]
    public void A_pattern_is_no_list_of_values_and_changes_the_hash()
    {
        var exact = Filter("source:\"a*\"");
        var pattern = Filter("source:a*");

        Assert.Equal(["a*"], exact.ValuesOf(EventField.Source));
        Assert.Null(pattern.ValuesOf(EventField.Source));
        Assert.NotEqual(exact.Hash(), pattern.Hash());
        Assert.NotEqual(Filter("source:b*").Hash(), pattern.Hash());
    }

    private static EventFilter Filter(string q)
    {
        var builder = new FilterBuilder();
        FilterGrammar.Read(q, builder, new ValidationErrors());
        return builder.Build();
    }
}
