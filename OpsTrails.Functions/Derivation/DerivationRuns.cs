using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Days;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Derivation;

/// <summary>Derives again what was stored with other meanings of types, one run at a time within a process.</summary>
internal sealed partial class DerivationRuns(
    CellDerivation cells,
    IncidentDerivation incidents,
    DayRefresh days,
    Installation installation,
    ILogger<DerivationRuns> logger
) : IDisposable
{
    private readonly SemaphoreSlim _running = new(1, 1);

    /// <summary>Number of runs that ended.</summary>
    public long Ended { get; private set; }

    /// <summary>Number of cells that were derived again.</summary>
    public long Derived { get; private set; }

    /// <returns>Whether the run succeeded.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        await _running.WaitAsync(cancel);
        try
        {
            var succeeded = true;
            foreach (var organization in await installation.ListAsync(cancel))
                succeeded &= await RunAsync(organization, cancel);
            return succeeded;
        }
        finally
        {
            _running.Release();
            Ended++;
        }
    }

    public void Dispose() => _running.Dispose();

    private async Task<bool> RunAsync(OrganizationId organization, CancellationToken cancel)
    {
        try
        {
            var derived = await cells.RunAsync(organization, cancel);
            Derived += derived;
            await incidents.RunAsync(organization, cancel);
            await days.RunAsync(organization, cancel);
            if (derived > 0)
                Log.Derived(logger, derived, organization.Value);
            return true;
        }
#pragma warning disable CA1031 // A failure of one organization must not stop the others.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, organization.Value);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Information, "Derived {Count} cells of {Organization} again, by the current meanings of types")]
        public static partial void Derived(ILogger logger, int count, string organization);

        [LoggerMessage(2302, LogLevel.Warning, "Deriving the cells of {Organization} failed. The next run continues")]
        public static partial void Failed(ILogger logger, Exception e, string organization);
    }
}
