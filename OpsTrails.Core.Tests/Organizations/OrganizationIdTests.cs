using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Tests.Organizations;

public sealed class OrganizationIdTests
{
    [Theory]
    [InlineData("acme")]
    [InlineData("0123")]
    [InlineData("abcdefghijklmnopqrstuvwx")]
    public void Four_to_24_lower_case_letters_and_digits_are_an_id(string text)
    {
        var valid = OrganizationId.TryParse(text, out var id);

        Assert.Equal((true, text, text), (valid, id.Value, id.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("abcdefghijklmnopqrstuvwxy")]
    [InlineData("Acme")]
    [InlineData("acme-1")]
    [InlineData("acme~")]
    [InlineData("acmé")]
    [InlineData("acm٣")]
    [InlineData("acme\n")]
    public void Anything_else_is_none(string? text) => Assert.False(OrganizationId.TryParse(text, out _));

    [Fact]
    public void Parsing_what_is_none_says_what_is_one()
    {
        var exception = Assert.Throws<FormatException>(() => OrganizationId.Parse("Acme"));

        Assert.Equal("An organization id has 4 to 24 lower-case letters and digits.", exception.Message);
    }

    [Fact]
    public void A_new_id_is_one() =>
        Assert.All(Enumerable.Range(0, 100).Select(_ => OrganizationId.New()), id => Assert.Equal(id, OrganizationId.Parse(id.Value)));

    [Fact]
    public void New_ids_are_all_different() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => OrganizationId.New()).Distinct().Count());

    // An unset id must not produce an empty key prefix, which would match every organization.
    [Fact]
    public void An_id_that_was_never_set_has_no_value() => Assert.Throws<InvalidOperationException>(() => default(OrganizationId).Value);
}
