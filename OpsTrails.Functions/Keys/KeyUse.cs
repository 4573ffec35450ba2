using Microsoft.Extensions.Caching.Memory;
using OpsTrails.Core.Keys;

namespace OpsTrails.Functions.Keys;

/// <summary>Remembers when keys were used, so that <c>last used</c> costs at most one write a key and hour.</summary>
internal sealed partial class KeyUse(KeyStore keys, TimeProvider clock, ILogger<KeyUse> logger) : IDisposable
{
    private readonly MemoryCache _noted = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public void Note(IssuedKey key)
    {
        if (_noted.TryGetValue(key.Id, out _))
            return;
        _noted.Set(key.Id, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1) });
        _ = WriteAsync(key, clock.GetUtcNow().UtcTicks);
    }

    public void Dispose() => _noted.Dispose();

    private async Task WriteAsync(IssuedKey key, long now)
    {
        try
        {
            await keys.NoteUseAsync(key, now);
        }
#pragma warning disable CA1031 // A note of use that is lost harms nobody; the request it belongs to must not fail for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotNoted(logger, e, key.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "The use of key {KeyId} was not noted")]
        public static partial void NotNoted(ILogger logger, Exception e, string keyId);
    }
}
