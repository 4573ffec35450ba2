using System.Globalization;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Smoke;

/// <summary>Runs the checks one after another and writes a line for each.</summary>
internal static class SmokeRunner
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

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

    /// <returns>The finding of each check, in order.</returns>
    public static async Task<IReadOnlyList<(SmokeCheck Check, Finding Finding)>> RunAsync(SmokeRun run, TextWriter output)
    {
        using var all = new CancellationTokenSource(MaxTime, run.Clock);
        var found = new List<(SmokeCheck, Finding)>();
        var began = run.Clock.GetTimestamp();
        foreach (var check in Checks)
        {
            var since = run.Clock.GetTimestamp();

            // The last check revokes keys, so it always runs.
            var limit = check == Checks[^1] ? CancellationToken.None : all.Token;
            var finding = await RunAsync(check, run, found.Count == 0 ? run.Timeouts.Check * 2 : run.Timeouts.Check, limit);
            found.Add((check, finding));
            await WriteAsync(output, check, finding, run.Clock.GetElapsedTime(since));
        }

        var counts = found.ToLookup(item => item.Item2.Kind);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{counts[FindingKind.Ok].Count()} ok, {counts[FindingKind.Failed].Count()} failed, "
                    + $"{counts[FindingKind.Skipped].Count()} skipped, in {run.Clock.GetElapsedTime(began).TotalSeconds:0.0} s"
            )
        );
        return found;
    }

    private static async Task<Finding> RunAsync(SmokeCheck check, SmokeRun run, TimeSpan timeout, CancellationToken all)
    {
        using var alone = new CancellationTokenSource(timeout, run.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alone.Token, all);
        try
        {
            return await check.RunAsync(run, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return Finding.Failed(string.Create(CultureInfo.InvariantCulture, $"The check timed out after {timeout.TotalSeconds:0} s."));
        }
#pragma warning disable CA1031 // A failed check must not stop the others.
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
        var milliseconds = took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture).PadLeft(7);
        var detail = finding.Kind == FindingKind.Skipped ? "  " + PlainText.Of(finding.Detail ?? "") : "";
        await output.WriteLineAsync($"{word.PadRight(8)} {check.Name.PadRight(46)} {milliseconds} ms{detail}");
        if (finding.Kind == FindingKind.Failed)
            await output.WriteLineAsync($"         {PlainText.Of(finding.Detail ?? "")} {check.Advice}");
    }
}
