using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// A clock that only tests move. Time passes with <c>Advance</c>; <see cref="Step"/> sets the wall clock apart from it. It records every
/// wait.
/// </summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    private TimeSpan _step;

    private TestClock(DateTimeOffset start)
        : base(start) { }

    public static TestClock AtNoon() => At(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>For clients that go by a clock of their own, as those that throw expired cookies away.</summary>
    public static TestClock AtPresent() => At(System.GetUtcNow());

    public static TestClock At(DateTimeOffset start) => new(start);

    public void AddTo(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(this);

    /// <summary>Sets the wall clock forwards or back. Timestamps and timers go on as if nothing had happened.</summary>
    public void Step(TimeSpan by) => _step += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Enqueue(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody has begun to wait so long.</summary>
    public Task WhenAwaitedAsync(TimeSpan wait, int times = 1) =>
        Eventually.TrueAsync(() => _waits.Count(dueTime => dueTime == wait) >= times);
}
