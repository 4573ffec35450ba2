using Microsoft.Extensions.Configuration;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Tests.Hosting;

public sealed class FunctionsHostTests
{
    [Theory]
    [InlineData("--functions-uri http://127.0.0.1:1/", true)]
    [InlineData("--functions-uri=http://127.0.0.1:1/", true)]
    [InlineData("--host 127.0.0.1 --port 1 --functions-uri http://127.0.0.1:1/ --functions-worker-id w", true)]
    [InlineData("--host 127.0.0.1 --port 1", false)]
    [InlineData("--functions-urix http://127.0.0.1:1/", false)]
    [InlineData("--urls http://127.0.0.1:0", false)]
    [InlineData("", false)]
    public void A_host_has_started_the_program_when_it_passed_its_address(string line, bool hasStarted) =>
        Assert.Equal(hasStarted, FunctionsHost.HasStarted(line.Split(' ')));

    [Theory]
    [InlineData(null, 9)]
    [InlineData("00:05:00", 4)]
    [InlineData("soon", 9)]
    [InlineData("-1", null)]
    public void An_answer_may_take_a_minute_less_than_a_function(string? timeout, int? minutes)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["AzureFunctionsJobHost:functionTimeout"] = timeout })
            .Build();

        Assert.Equal(minutes is null ? null : TimeSpan.FromMinutes(minutes.Value), FunctionsHost.Present(configuration).MaxAnswerTime);
        Assert.Null(FunctionsHost.None(configuration).MaxAnswerTime);
    }
}
