using OpsTrails.Core.EventGrid;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.EventGrid;

public sealed class TopicCircuitBreakerTests
{
    private readonly TestClock _clock = TestClock.AtNoon();

    [Theory]
    [InlineData(0)]
    [InlineData(-24)]
    [InlineData(24)]
    public void It_is_open_for_the_same_time_however_the_clock_is_set(int hours)
    {
        var breaker = new TopicCircuitBreaker(_clock);
        breaker.Record(new TopicAnswer(503, RetryAfter: TimeSpan.FromSeconds(30)));

        _clock.Step(TimeSpan.FromHours(hours));
        _clock.Advance(TimeSpan.FromSeconds(29));
        var before = (breaker.IsClosed, breaker.MayProbe);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(((false, false), (true, true)), (before, (breaker.IsClosed, breaker.MayProbe)));
    }
}
