using OpsTrails.Core.Names;

namespace OpsTrails.Core.Tests.Names;

public sealed class LookAlikesTests
{
    [Theory]
    [InlineData("prod", "PRODUCTION")]
    [InlineData("Production", "PRD")]
    [InlineData("PRODUCTION ", "PRODUCTION")]
    [InlineData("brand-a-staging", "BRAND_A_STG")]
    [InlineData("//github.com/acme/api", "//github.com/Acme/API")]
    [InlineData("order service", "order-service")]
    [InlineData("QA-1", "qa1")]
    [InlineData("PROD\u200B", "PROD")]
    public void They_look_alike(string one, string other) => Assert.True(LookAlikes.AreAlike(one, other));

    [Theory]
    [InlineData("PROD", "PREPROD")]
    [InlineData("QA1-2", "QA12")]
    [InlineData("QA1", "QA2")]
    [InlineData("STAGING", "NONPROD")]
    [InlineData("BE", "FE")]
    [InlineData("-", "_")]
    [InlineData("Łódź", "Lodz")]
    public void They_do_not(string one, string other) => Assert.False(LookAlikes.AreAlike(one, other));

    [Fact]
    public void Groups_keep_the_order_of_the_names() =>
        Assert.Equal(
            ["prod = PRODUCTION = Prod", "test = TST"],
            LookAlikes.Find(["test", "prod", "STAGING", "PRODUCTION", "TST", "Prod"]).Select(names => string.Join(" = ", names))
        );
}
