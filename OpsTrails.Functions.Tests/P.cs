namespace OpsTrails.Functions.Tests;

public sealed class Placeholder
{
    [Xunit.Fact]
    public void X() => Xunit.Assert.True(true);
}
