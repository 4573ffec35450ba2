using OpsTrails.Core.Events;

namespace OpsTrails.Core.Tests.Events;

public sealed class EventRefTests
{
    [Fact]
    public void A_ref_is_the_first_eight_digits_of_the_SHA_256_of_the_id()
    {
        // printf run-4711 | sha256sum
        Assert.Equal("a412ea56", EventRef.Of("run-4711").ToString());
    }

    [Theory]
    [InlineData("a1b2c3")]
    [InlineData("#a1b2c3d")]
    [InlineData("A1B2C3D4")]
    [InlineData("00000000000000000000000000000000")]
    public void Six_to_all_digits_are_read_with_or_without_a_sign_in_any_letter_case(string text)
    {
        Assert.True(EventRef.TryParse(text, out var parsed));
        Assert.Equal(text.TrimStart('#').ToLowerInvariant(), parsed.Digits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("a1b2c")]
    [InlineData("#a1b2c")]
    [InlineData("##a1b2c3")]
    [InlineData("a1b2c3#")]
    [InlineData("a1b2cg")]
    [InlineData("a1b2c3 ")]
    [InlineData("a1b2c3~")]
    [InlineData("٠١٢٣٤٥")]
    [InlineData("000000000000000000000000000000000")]
    public void Anything_else_is_no_ref(string text) => Assert.False(EventRef.TryParse(text, out _));
}
