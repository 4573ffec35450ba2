using System.Globalization;

namespace OpsTrails.Functions.Smoke;

/// <summary>Runs the checks one after another and says a line of each.</summary>
internal static class SmokeRunner
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<SmokeCheck> Checks { get; } =
    [
        .. FrontChecks.All,
        .. EncryptionChecks.All,
        .. TriggerChecks.All,
        .. KeyChecks.First,
        .. EventChecks.All,
        .. LiveChecks.All,
        .. AssistantChecks.All,
        .. KeyChecks.Last,
    ];

    /// <returns>What each check found, in their order.</returns>
    public static async Task<IReadOnlyList<(SmokeCheck Check, Finding Finding)>> RunAsync(SmokeRun run, TextWriter output)
    {
        using var all = new CancellationTokenSource(Longest, run.Clock);
        var found = new List<(SmokeCheck, Finding)>();
        var began = run.Clock.GetTimestamp();
        foreach (var check in Checks)
        {
            var since = run.Clock.GetTimestamp();

            // Whatever time is left, keys are not left behind.
            var limit = check == Checks[^1] ? CancellationToken.None : all.Token;
            var finding = await LookAsync(check, run, found.Count == 0 ? run.Patience.Check * 2 : run.Patience.Check, limit);
            found.Add((check, finding));
            await WriteAsync(output, check, finding, run.Clock.GetElapsedTime(since));
        }

        var counts = found.ToLookup(item => item.Item2.Kind);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{counts[FindingKind.Ok].Count()} ok, {counts[FindingKind.Failed].Count()} failed, {counts[FindingKind.Skipped].Count()} skipped, in {run.Clock.GetElapsedTime(began).TotalSeconds:0.0} s"
            )
        );
        return found;
    }

    private static async Task<Finding> LookAsync(SmokeCheck check, SmokeRun run, TimeSpan patience, CancellationToken all)
    {
        using var alone = new CancellationTokenSource(patience, run.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alone.Token, all);
        try
        {
            return await check.RunAsync(run, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return Finding.Failed(string.Create(CultureInfo.InvariantCulture, $"It took longer than {patience.TotalSeconds:0} s."));
        }
#pragma warning disable CA1031 // Whatever goes wrong with a deployment, there are other things to look at.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Finding.Failed(e.Message.ReplaceLineEndings(" "));
        }
    }

    private static async Task WriteAsync(TextWriter output, SmokeCheck check, Finding finding, TimeSpan took)
    {
        var word = finding.Kind switch
        {
            FindingKind.Ok => "ok",
            FindingKind.Failed => "FAILED",
            _ => "skipped",
        };
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{word.PadRight(8)} {check.Name.PadRight(46)} {took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture).PadLeft(7)} ms{(finding.Kind == FindingKind.Skipped ? "  " + finding.Detail : "")}"
            )
        );
        if (finding.Kind == FindingKind.Failed)
            await output.WriteLineAsync($"         {finding.Detail} {check.Advice}");
    }
}
