using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.Live;

/// <summary>Writes a cell as the grid answers it, on one line. Null when the cell doesn't exist yet.</summary>
internal delegate Task<ReadOnlyMemory<byte>?> CellWriter(OrganizationId organization, CellName cell, CancellationToken cancel);

/// <summary>The cells that a stream sends after their events, each at most once a second.</summary>
internal sealed class StreamedCells(CellWriter write, OrganizationId organization, TimeProvider clock)
{
    private const int MaxRemembered = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<CellName, long> _sent = [];
    private readonly HashSet<CellName> _waiting = [];

    /// <summary>How long the next cell has to wait. Null when none does.</summary>
    public TimeSpan? Wait => _waiting.Count == 0 ? null : _waiting.Min(WaitOf);

    public void Add(CellName cell) => _waiting.Add(cell);

    /// <summary>Sends the cells that don't have to wait.</summary>
    public async ValueTask SendAsync(SseWriter output, CancellationToken cancel)
    {
        foreach (var cell in _waiting.Where(cell => WaitOf(cell) <= TimeSpan.Zero).ToList())
        {
            _waiting.Remove(cell);
            _sent[cell] = clock.GetTimestamp();
            if (await write(organization, cell, cancel) is { } json)
                await output.WriteCellAsync(json, cancel);
        }
        if (_sent.Count <= MaxRemembered)
            return;
        foreach (var cell in _sent.Keys.Where(cell => WaitOf(cell) <= TimeSpan.Zero).ToList())
            _sent.Remove(cell);
    }

    private TimeSpan WaitOf(CellName cell)
    {
        var wait = _sent.TryGetValue(cell, out var sent) ? Interval - clock.GetElapsedTime(sent) : TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
