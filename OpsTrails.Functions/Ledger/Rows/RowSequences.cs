using OpsTrails.Core.Events;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>Sequences of the feed in rows, which are stored as numbers.</summary>
internal static class RowSequences
{
    public static FeedSequence? Sequence(this Row row, string name) => row.Number(name) is { } number ? new FeedSequence(number) : null;
}
