using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace OpsTrails.Functions.Storage;

/// <summary>Makes caches for what one instance remembers of the store, which forget by the program's clock and not by the machine's.</summary>
internal static class InstanceCache
{
    /// <param name="entries">How many it holds; each entry says that its size is 1.</param>
    /// <param name="clock">By which entries expire.</param>
    public static MemoryCache Create(int entries, TimeProvider clock) =>
        new(new MemoryCacheOptions { SizeLimit = entries, Clock = new ProgramClock(clock) });

    private sealed class ProgramClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
