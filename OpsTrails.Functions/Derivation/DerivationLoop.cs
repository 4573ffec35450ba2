using System.Threading.Channels;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Derivation;

/// <summary>
/// Runs after each change of what types or names mean on this instance, and hourly for changes that another instance didn't finish. Under a
/// Functions host a timer does the latter.
/// </summary>
internal sealed class DerivationLoop : RepeatedWork
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly DerivationRuns _runs;
    private readonly SettingsStore _settings;
    private readonly FunctionsHost _host;
    private readonly TimeProvider _clock;
    private bool _isChanged;

    public DerivationLoop(
        DerivationRuns runs,
        SettingsStore settings,
        FunctionsHost host,
        TimeProvider clock,
        ILogger<DerivationLoop> logger
    )
        : base(clock, logger)
    {
        (_runs, _settings, _host, _clock) = (runs, settings, host, clock);
        _settings.MeaningChanged += Notify;
    }

    protected override string Name => "Deriving";

    protected override TimeSpan FirstAfter => _host.IsPresent ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;

    /// <summary>Other instances use the former meanings for some seconds after a change, so the run after one is repeated.</summary>
    protected override TimeSpan Interval =>
        _isChanged ? IncidentDerivation.SettlesAfter
        : _host.IsPresent ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromHours(1);

    public override void Dispose()
    {
        _settings.MeaningChanged -= Notify;
        base.Dispose();
    }

    protected override Task RunAsync(CancellationToken stopping) => _runs.RunAsync(stopping);

    protected override async Task WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        using var timer = new CancellationTokenSource(wait, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        try
        {
            _isChanged = await _changes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            _isChanged = false;
        }
    }

    private void Notify(OrganizationId organization) => _changes.Writer.TryWrite(true);
}
