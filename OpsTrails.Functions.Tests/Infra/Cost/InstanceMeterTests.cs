using System.Globalization;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra.Cost;

[Layer(Layer.Store)]
public sealed class InstanceMeterTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("0-5", 1)]
    [InlineData("0-1000", 1)]
    [InlineData("0-1001", 1.1)]
    [InlineData("0-2300", 2.3)]
    [InlineData("0-50 20-90", 1)]
    [InlineData("0-50 100-150 900-1000", 1)]
    [InlineData("0-50 900-1100", 2)]
    [InlineData("0-50 5000-5050", 2)]
    [InlineData("0-3000 1-2 2000-2500", 3)]
    public void Seconds_are_billed_as_the_host_meters_them(string requests, double expected)
    {
        var times = requests
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(request => request.Split('-').Select(time => long.Parse(time, CultureInfo.InvariantCulture)).ToArray());

        Assert.Equal(expected, InstanceMeter.Seconds(times.Select(time => (time[0], time[1]))));
    }
}
