using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra.Cost;

[Layer(Layer.Store)]
public sealed class CostPageTests
{
    private static readonly Dictionary<string, double> Figures = new()
    {
        ["month.live"] = 31.667,
        ["count.runs"] = 43_920,
        ["price.second"] = 0.000026,
    };

    [Theory]
    [InlineData("costs $12<!--month.live--> a month", "costs $31.67<!--month.live--> a month")]
    [InlineData("$?<!--price.second-->", "$0.000026<!--price.second-->")]
    [InlineData("1<!--count.runs--> runs", "43,920<!--count.runs--> runs")]
    [InlineData("$5<!--month.none-->", "$(no such figure)<!--month.none-->")]
    public void Figures_are_written_before_their_names(string page, string expected) =>
        Assert.Equal(expected, CostPage.Rewrite(page, Figures));

    [Theory]
    [InlineData("costs $31<!--month.live-->")]
    [InlineData("costs $31 or $32<!--month.live-->", "$31")]
    [InlineData("about 4 cents", "4 cents")]
    public void An_amount_without_a_name_is_found(string page, params string[] found) => Assert.Equal(found, CostPage.UnnamedOn(page));
}
