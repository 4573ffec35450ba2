using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Auth.Protection;

/// <summary>
/// Keeps the keys of data protection in the store, so that every instance can read every cookie. Keys wrapped with one secret form a
/// partition: a new secret starts without keys, and going back to the old secret finds the old keys again.
/// </summary>
/// <remarks>
/// Data protection reads keys synchronously. The first read is prepared ahead; for the daily read after that, one thread waits for one
/// query.
/// </remarks>
internal sealed partial class StoredProtectionKeys(ITableStore store, ProtectionSecret secret, ILogger<StoredProtectionKeys> logger)
    : IXmlRepository,
        IDisposable
{
    private const string Xml = "Xml";

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile bool _isReadAhead;
    private IReadOnlyCollection<XElement>? _ahead;

    private RowRange Range => RowRange.InPartition(secret.Name);

    /// <summary>
    /// Call this before a cookie is read or created. Without it, data protection takes a store that doesn't answer for an invalid cookie,
    /// and ends a valid session.
    /// </summary>
    public async ValueTask ReadAheadAsync(CancellationToken cancel)
    {
        if (_isReadAhead)
            return;
        await _reading.WaitAsync(cancel);
        try
        {
            if (_isReadAhead)
                return;
            _ahead = await ReadAsync();
            _isReadAhead = true;
        }
        finally
        {
            _reading.Release();
        }
    }

    public IReadOnlyCollection<XElement> GetAllElements() => Interlocked.Exchange(ref _ahead, null) ?? Wait(ReadAsync);

    public void Dispose() => _reading.Dispose();

    public void StoreElement(XElement element, string friendlyName) =>
        Wait(async () =>
        {
            var text = element.ToString(SaveOptions.DisableFormatting);
            var isFirst = (await store.QueryAsync(Tables.Protection, Range, 1, null, CancellationToken.None)).Rows.Count == 0;

            // When several instances start without a key, one of them stores the first key. The others drop theirs and read that one.
            await store.WriteAsync(
                Tables.Protection,
                [
                    isFirst
                        ? Write.Add(new Row(secret.Name, "first") { [Xml] = text })
                        : Write.Upsert(new Row(secret.Name, KeyText.Part(friendlyName)) { [Xml] = text }),
                ],
                CancellationToken.None
            );
            if (
                isFirst
                && (await store.QueryAsync(Tables.Protection, RowRange.Partitions("!", "~~"), 2, null, CancellationToken.None)).Rows.Any(
                    row => row.Key.Partition != secret.Name
                )
            )
                Log.SecretChanged(logger);
            return true;
        });

    private async Task<IReadOnlyCollection<XElement>> ReadAsync() =>
        await store
            .ReadAllAsync(Tables.Protection, Range, CancellationToken.None)
            .Select(row => XElement.Parse(row.RequiredText(Xml)))
            .ToListAsync();

    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    private static partial class Log
    {
        [LoggerMessage(
            3201,
            LogLevel.Warning,
            "OpsTrails:ProtectionSecret was set, changed or removed. Cookies are encrypted with new keys, so everyone must sign in again"
        )]
        public static partial void SecretChanged(ILogger logger);
    }
}
