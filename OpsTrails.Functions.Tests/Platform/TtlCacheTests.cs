using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Platform;

[Layer(Layer.Store)]
public sealed class TtlCacheTests : IDisposable
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    private readonly TestClock _clock = TestClock.AtNoon();
    private readonly TtlCache<string, string?> _remembered;

    public TtlCacheTests() => _remembered = new(10, Span, _clock);

    public void Dispose() => _remembered.Dispose();

    [Fact]
    public void What_was_read_is_known_for_its_span_by_the_clock_of_the_program()
    {
        _remembered.SetUnlessKnown("key", "read");

        _clock.Advance(Span - TimeSpan.FromTicks(1));
        var before = _remembered.TryGet("key", out var known);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((true, "read", false), (before, known, _remembered.TryGet("key", out _)));
    }

    // A revoked key worked until the clock had caught up.
    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public void A_step_of_the_clock_changes_no_span(int hours)
    {
        _remembered.SetUnlessKnown("key", "read");

        _clock.Step(TimeSpan.FromHours(hours));
        _clock.Advance(Span - TimeSpan.FromTicks(1));
        var before = _remembered.TryGet("key", out _);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((true, false), (before, _remembered.TryGet("key", out _)));
    }

    [Theory]
    [InlineData("written")]
    [InlineData(null)]
    public void What_was_written_while_a_read_was_under_way_stays(string? written)
    {
        _remembered.Set("key", written);

        var told = _remembered.SetUnlessKnown("key", "read before");

        Assert.Equal((written, true, written), (told, _remembered.TryGet("key", out var known), known));
    }

    [Fact]
    public void What_was_written_replaces_what_was_read()
    {
        _remembered.SetUnlessKnown("key", "read");

        _remembered.Set("key", null);

        Assert.True(_remembered.TryGet("key", out var known));
        Assert.Null(known);
    }
}
