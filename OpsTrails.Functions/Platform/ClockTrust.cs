using Microsoft.Extensions.Options;
using OpsTrails.Core.Input;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// Whether the clock may decide what is old enough to delete. It is compared with another source: the answers of the storage account, or
/// else the time stored last and the time that the machine ran since. A clock far ahead of it has to say so for a day, or a person confirms
/// it.
/// </summary>
internal sealed partial class ClockTrust(
    ITableStore store,
    StoreClock account,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<ClockTrust> logger
) : IDisposable
{
    /// <summary>A clock that differs by less agrees.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>A clock that is further ahead is not trusted.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(7);

    /// <summary>After this time with the same difference, the clock is right, and the other source is not.</summary>
    public static readonly TimeSpan Persuaded = TimeSpan.FromHours(24);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(1);

    /// <summary>Between two checks of different processes, this much counts as running.</summary>
    private static readonly TimeSpan MaxGap = TimeSpan.FromHours(2);

    /// <summary>A difference that changes by more is another one.</summary>
    private static readonly TimeSpan SameWithin = TimeSpan.FromDays(1);
    private static readonly TimeSpan WarningInterval = TimeSpan.FromHours(1);

    private readonly bool _isEmbedded = StorageFeature.IsEmbedded(options.Value.Storage);
    private readonly SemaphoreSlim _checking = new(1, 1);
    private (long At, bool IsTrusted)? _last;
    private (long At, DateTimeOffset Time)? _reference;
    private long? _waitingAt;
    private long? _warnedAt;

    public async Task<bool> IsTrustedAsync(CancellationToken cancel)
    {
        await _checking.WaitAsync(cancel);
        try
        {
            // A step of the clock since the last check must not wait for the next one.
            if (
                _last is { } last
                && clock.GetElapsedTime(last.At) < CheckInterval
                && last.IsTrusted == (Reference() is { } known && clock.GetUtcNow() - known <= MaxAhead)
            )
                return last.IsTrusted;
            var isTrusted = await CheckAsync(cancel);
            _last = (clock.GetTimestamp(), isTrusted);
            return isTrusted;
        }
        finally
        {
            _checking.Release();
        }
    }

    /// <summary>A person says that the clock of this machine is right.</summary>
    public async Task ConfirmAsync(CancellationToken cancel)
    {
        var state = await ReadAsync(cancel) ?? new State();
        await WriteAsync(state with { ConfirmedAt = Timestamp.From(clock.GetUtcNow()) });
        _last = null;
    }

    public void Dispose() => _checking.Dispose();

    private async Task<bool> CheckAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!_isEmbedded && _waitingAt is null && (account.Now is not { } theirs || now - theirs <= MaxAhead))
            return true;

        var state = await ReadAsync(cancel) ?? new State();
        if (_isEmbedded)
            _reference ??= (clock.GetTimestamp(), ReferenceOf(state, now));
        if (Reference() is not { } reference)
            return true;

        // An account whose clock was found wrong before is as wrong now.
        var ahead = now - reference - (_isEmbedded ? TimeSpan.Zero : state.Accepted);
        if (ahead <= MaxAhead)
        {
            await AcceptAsync(ahead > -Tolerance ? now : reference, state.Accepted);
            return true;
        }
        var waited = WaitedUntil(reference, ahead, state);
        var isConfirmed = state.ConfirmedAt is { } confirmed && (Timestamp.From(now) - confirmed).Duration() <= MaxAhead;
        if (isConfirmed || waited >= Persuaded)
        {
            Log.Accepted(logger, now);
            await AcceptAsync(now, now - reference);
            return true;
        }

        _waitingAt = clock.GetTimestamp();
        await WriteAsync(
            StateAt(reference) with
            {
                Waited = waited,
                Ahead = ahead,
                ConfirmedAt = state.ConfirmedAt,
                Accepted = state.Accepted,
            }
        );
        if (_warnedAt is not { } warnedAt || clock.GetElapsedTime(warnedAt) >= WarningInterval)
        {
            _warnedAt = clock.GetTimestamp();
            Log.Ahead(
                logger,
                now,
                (int)Math.Round(ahead.TotalDays),
                _isEmbedded ? "the time stored last and the time passed since" : "the storage account"
            );
        }
        return false;
    }

    /// <summary>How long running programs have found this difference.</summary>
    private TimeSpan WaitedUntil(DateTimeOffset reference, TimeSpan ahead, State state)
    {
        if (state.Ahead is not { } before || state.Time is not { } time || (ahead - before).Duration() > SameWithin)
            return TimeSpan.Zero;
        var since = _waitingAt is { } at ? clock.GetElapsedTime(at) : Timestamp.From(reference) - time;
        return state.Waited + (_waitingAt is not null || (since > TimeSpan.Zero && since <= MaxGap) ? since : TimeSpan.Zero);
    }

    private DateTimeOffset? Reference() =>
        _isEmbedded ? (_reference is { } reference ? reference.Time + clock.GetElapsedTime(reference.At) : null) : account.Now;

    private TimeSpan Uptime => clock.GetElapsedTime(0);

    /// <summary>
    /// The time stored last, and the time since: the timestamps of one boot go on over all processes. After a new boot nothing tells how
    /// long the machine was off.
    /// </summary>
    private DateTimeOffset ReferenceOf(State state, DateTimeOffset now)
    {
        if (state.Time is not { } time)
            return now;
        var isSameBoot = state.Boot is not null && state.Boot == BootId.Value && state.Uptime <= Uptime;
        return time.ToDateTimeOffset() + (isSameBoot ? Uptime - state.Uptime : TimeSpan.Zero);
    }

    private async Task AcceptAsync(DateTimeOffset time, TimeSpan accepted)
    {
        if (_isEmbedded)
            _reference = (clock.GetTimestamp(), time);
        await WriteAsync(StateAt(time) with { Accepted = _isEmbedded ? TimeSpan.Zero : accepted });
        (_waitingAt, _warnedAt) = (null, null);
    }

    private State StateAt(DateTimeOffset time) =>
        new()
        {
            Time = Timestamp.From(time),
            Uptime = Uptime,
            Boot = BootId.Value,
        };

    private async Task<State?> ReadAsync(CancellationToken cancel) =>
        await store.ReadAsync(Tables.Leases, InstallationKeys.Clock, cancel) is { } row
            ? new State
            {
                Time = row.Time("Time"),
                Uptime = Span(row, "Uptime") ?? TimeSpan.Zero,
                Boot = row.Text("Boot"),
                Ahead = Span(row, "Ahead"),
                Waited = Span(row, "Waited") ?? TimeSpan.Zero,
                ConfirmedAt = row.Time("ConfirmedAt"),
                Accepted = Span(row, "Accepted") ?? TimeSpan.Zero,
            }
            : null;

    private async Task WriteAsync(State state) =>
        await store.WriteAsync(
            Tables.Leases,
            [
                Write.Upsert(
                    new Row(InstallationKeys.Clock)
                    {
                        ["Time"] = state.Time?.Ticks,
                        ["Uptime"] = state.Uptime.Ticks,
                        ["Boot"] = state.Boot,
                        ["Ahead"] = state.Ahead?.Ticks,
                        ["Waited"] = state.Waited.Ticks,
                        ["ConfirmedAt"] = state.ConfirmedAt?.Ticks,
                        ["Accepted"] = state.Accepted.Ticks,
                    }
                ),
            ],
            CancellationToken.None
        );

    private static TimeSpan? Span(Row row, string name) => row.Number(name) is { } ticks ? TimeSpan.FromTicks(ticks) : null;

    private sealed record State
    {
        /// <summary>The time by the other source when this was stored.</summary>
        public Timestamp? Time { get; init; }

        /// <summary>How long the machine had run by then.</summary>
        public TimeSpan Uptime { get; init; }

        public string? Boot { get; init; }

        /// <summary>How far the clock is ahead. Null unless it is too far.</summary>
        public TimeSpan? Ahead { get; init; }

        /// <summary>How long it has been so in running programs.</summary>
        public TimeSpan Waited { get; init; }

        /// <summary>What the clock said when a person confirmed it.</summary>
        public Timestamp? ConfirmedAt { get; init; }

        /// <summary>How far the account's own clock is behind the right time.</summary>
        public TimeSpan Accepted { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(
            2203,
            LogLevel.Warning,
            "The clock says {Now:O}, {Days} days ahead of {Source}. Retention deletes nothing and the feed isn't cut until the clock has "
                + "said so for 24 hours of running. If it is wrong, set it. If it is right, run the command: confirm-clock"
        )]
        public static partial void Ahead(ILogger logger, DateTimeOffset now, int days, string source);

        [LoggerMessage(2204, LogLevel.Information, "The clock counts as right from now on: {Now:O}. Retention continues")]
        public static partial void Accepted(ILogger logger, DateTimeOffset now);
    }
}

/// <summary>Identifies the boot of this machine, where the system tells it.</summary>
internal static class BootId
{
    private const string File = "/proc/sys/kernel/random/boot_id";

    public static string? Value { get; } = Read();

    private static string? Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? System.IO.File.ReadAllText(File).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
