using Azure.Core;
using Azure.Core.Pipeline;

namespace OpsTrails.Storage.AzureTables;

/// <summary>The clock of the storage account, from the <c>Date</c> header of its last answer.</summary>
internal sealed class StoreClock(TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    private readonly Lock _lock = new();
    private (DateTimeOffset Date, long At)? _last;

    /// <summary>The account's time now. Null before the first answer, or if the store isn't an account.</summary>
    public DateTimeOffset? Now
    {
        get
        {
            lock (_lock)
                return _last is { } last ? last.Date + clock.GetElapsedTime(last.At) : null;
        }
    }

    public override void OnReceivedResponse(HttpMessage message)
    {
        if (message.HasResponse && message.Response.Headers.Date is { } date)
        {
            lock (_lock)
                _last = (date, clock.GetTimestamp());
        }
    }
}
