using System.Diagnostics;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Ends its own process with SIGKILL at a <see cref="KillPoint"/>: nothing is flushed, closed or said.</summary>
internal sealed class KillingTableStore(ITableStore inner, KillPoint at) : ITableStore
{
    private int _seen;

    public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) => inner.ReadAsync(table, key, cancel);

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel) =>
        inner.QueryAsync(table, range, take, token, cancel);

    public async ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var isTheOne = KillPoint.StepOf(table, writes) == at.Step && Interlocked.Increment(ref _seen) == at.Occurrence;
        if (isTheOne && !at.IsAfter)
            Kill();
        var result = await inner.WriteAsync(table, writes, cancel);
        if (isTheOne)
            Kill();
        return result;
    }

    private static void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
