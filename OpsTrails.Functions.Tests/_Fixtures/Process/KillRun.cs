using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// Kills the program again and again in the middle of a load, over one store, each time starting it again on what is left; and between
/// looks at the store whether everything acknowledged is there.
/// </summary>
/// <param name="storage">The setting that names the store.</param>
/// <param name="open">Opens the same store to look at it; between looks nobody but the program has it open.</param>
/// <param name="seed">Decides kills and load, as far as timing lets it.</param>
/// <param name="output">Receives the number of kills.</param>
/// <param name="settings">Further settings of the program.</param>
internal sealed class KillRun(string storage, Func<ITableStore> open, int seed, ITestOutputHelper output, params string[] settings)
{
    public const int SigKill = 137;

    private const int Connections = 16;
    private const int KillsBetweenChecks = 25;

    // More than any kill point waits for.
    private const int RequestsPerConnection = 400;

    private readonly string[] _settings = ["OpsTrails:Sweep:Interval=00:00:00.1", "OpsTrails:Sweep:After=00:00:00", .. settings];
    private readonly Random _random = new(seed);
    private readonly EventLoad _load = new(seed);
    private readonly Dictionary<string, int> _kills = [];

    /// <summary>Events that were answered with a success.</summary>
    public IReadOnlyCollection<EventName> Acknowledged => [.. _load.Acknowledged.Keys];

    /// <param name="perPoint">Kills before and after each step.</param>
    /// <param name="atRandom">Kills at random moments.</param>
    public Task RunAsync(int perPoint, int atRandom) => RunAsync(KillPoint.Steps, latest: 12, perPoint, atRandom);

    /// <param name="steps">The steps.</param>
    /// <param name="latest">The latest time that a step is done at which it may be killed.</param>
    /// <param name="perPoint">Kills before and after each of them.</param>
    /// <param name="atRandom">Kills at random moments.</param>
    public async Task RunAsync(IReadOnlyList<string> steps, int latest, int perPoint, int atRandom)
    {
        var started = TimeProvider.System.GetTimestamp();
        var key = await FirstStartAsync();
        var kills = Plan(steps, latest, perPoint, atRandom);
        foreach (var (kill, done) in kills.Zip(Enumerable.Range(1, kills.Count)))
        {
            await KillOnceAsync(kill, key);
            if (done % KillsBetweenChecks == 0 && done < kills.Count)
                await CheckAsync(key);
        }
        await CheckAsync(key);

        output.WriteLine(
            $"{kills.Count} kills ({string.Join(", ", _kills.OrderBy(kill => kill.Key).Select(kill => $"{kill.Key} {kill.Value}"))})"
        );
        output.WriteLine(
            $"{_load.Acknowledged.Count} events acknowledged, {_load.Answers} times; {_load.Failures} sendings without an "
                + $"answer; {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s"
        );
    }

    private async Task<string> FirstStartAsync()
    {
        await using var program = await OpsTrailsProcess.StartAsync(storage, _settings);
        return await program.CreateKeyAsync();
    }

    /// <summary>All the kills in a random order; null is a random moment.</summary>
    private List<KillPoint?> Plan(IReadOnlyList<string> steps, int latest, int perPoint, int atRandom)
    {
        List<KillPoint?> kills = [.. Enumerable.Repeat<KillPoint?>(null, atRandom)];
        foreach (var step in steps)
        {
            for (var i = 0; i < perPoint; i++)
            {
                kills.Add(new KillPoint(IsAfter: false, step, Occurrence: 1 + _random.Next(latest)));
                kills.Add(new KillPoint(IsAfter: true, step, Occurrence: 1 + _random.Next(latest)));
            }
        }
        _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kills));
        return kills;
    }

    private async Task KillOnceAsync(KillPoint? kill, string key)
    {
        await using var program = OpsTrailsProcess.Launch(storage, kill, _settings);

        // Finishing what the last one left may bring it to its kill point before it listens.
        if (await program.ListensAsync())
        {
            using var client = program.ClientWith(key);
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var load = _load.RunAsync([client], Connections, RequestsPerConnection, () => answered.TrySetResult());
            if (kill is null)
            {
                await Task.WhenAny(answered.Task, load);
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(5, 150)), TimeProvider.System);
                await program.KillAsync();
            }
            await load;
        }
        Assert.True(await program.ExitAsync() == SigKill, program.Told($"The program was to be killed {kill}."));

        var name = kill is null ? "at random" : $"{(kill.IsAfter ? "after" : "before")} {kill.Step}";
        _kills[name] = _kills.GetValueOrDefault(name) + 1;
    }

    private async Task CheckAsync(string key)
    {
        await using var program = await OpsTrailsProcess.StartAsync(storage, _settings);
        using var client = program.ClientWith(key);
        await _load.SettleAsync(client);
        var events = await StoreInvariants.CheckAsync(open, _load.Acknowledged);

        // Every request has an answer by now, so every event is acknowledged or rejected.
        Assert.Equal(_load.Acknowledged.Count, events);
        Assert.Equal(0, await program.StopAsync());
    }
}
