using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>A clock that stands still until a test moves it.</summary>
internal static class TestClock
{
    public static FakeTimeProvider AtNoon() => new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public static void AddTo(this FakeTimeProvider clock, WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(clock);
}
