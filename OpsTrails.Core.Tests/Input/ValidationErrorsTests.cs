using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Input;

public sealed class ValidationErrorsTests
{
    [Fact]
    public void Errors_are_joined_by_semicolons_and_end_with_a_period()
    {
        var errors = new ValidationErrors();
        errors.Add("type", "is required");
        errors.Add("name", "must be a string; not a number");

        Assert.Equal("type: is required; name: must be a string, not a number.", errors.ToString());
    }

    [Fact]
    public void No_errors_make_no_text() => Assert.Equal("", new ValidationErrors().ToString());

    [Fact]
    public void Only_the_first_hundred_errors_are_named()
    {
        var errors = new ValidationErrors();
        for (var i = 0; i < 103; i++)
            errors.Add($"ext{i}", "is required");

        Assert.EndsWith("; ext99: is required; and 3 more errors.", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a'b\"c", "\"a'b\"c\"")]
    [InlineData("a\u001b[31m\nb", "\"a\uFFFD[31m\uFFFDb\"")]
    [InlineData("0123456789012345678901234567890123456789", "\"0123456789012345678901234567890123456789\"")]
    [InlineData("0123456789012345678901234567890123456789x", "\"0123456789012345678901234567890123456789…\"")]
    [InlineData("012345678901234567890123456789012345678😀", "\"012345678901234567890123456789012345678…\"")]
    public void A_value_is_quoted_cut_and_free_of_control_characters(string value, string quoted) =>
        Assert.Equal(quoted, ValidationErrors.Quote(value));

    /// <summary>What a message shows of a text that repeats a character more than 40 times.</summary>
    internal static string Cut(string character) => string.Concat(Enumerable.Repeat(character, 40 / character.Length)) + "…";
}
