using System.Globalization;

namespace OpsTrails.Benchmarks;

/// <summary>
/// From starting the published package to its first answer, and what it then has in memory, beside an empty minimal-API program that was published the same way. The two
/// take turns in one run, and each round gives a ratio: what else the machine does concerns both.
/// </summary>
internal static class StartBenchmark
{
    public static async Task<int> RunAsync(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("opstrails-start-").FullName;
        try
        {
            Console.WriteLine("Publishing both, which takes a minute or two.");
            var package = Path.Combine(folder, "package");
            await Publishing.RunAsync(Publishing.Repository(), "OpsTrails.Functions", package, "-p:SkipConsole=true");
            var empty = await Publishing.EmptyProgramAsync(folder);

            string[] opsTrails = [Path.Combine(package, "OpsTrails.Functions"), "--environment=Production", "--OpsTrails:Storage=" + Path.Combine(folder, "store")];
            await StartedProgram.RunAsync([empty]);
            await StartedProgram.RunAsync(opsTrails);
            var starts = new List<(StartedProgram Empty, StartedProgram OpsTrails)>();
            for (var round = 0; round < rounds; round++)
                starts.Add((await StartedProgram.RunAsync([empty]), await StartedProgram.RunAsync(opsTrails)));

            Console.WriteLine($"| {rounds} starts each, in turn; min / median / max | empty | OpsTrails | ratio of each round |");
            Console.WriteLine("|---|---|---|---|");
            Print("start to first answer, ms", starts, start => start.Milliseconds);
            Print("CPU until then, ms", starts, start => start.ProcessorMilliseconds);
            Print("resident memory then, MiB", starts, start => start.ResidentMebibytes);
            Console.WriteLine(FormattableString.Invariant($"| on the disk, MiB | {Publishing.Mebibytes(Path.GetDirectoryName(empty)!):F0} | {Publishing.Mebibytes(package):F0} | |"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string what, List<(StartedProgram Empty, StartedProgram OpsTrails)> starts, Func<StartedProgram, double> of) => Console.WriteLine(
        $"| {what} | {Spread(starts.Select(start => of(start.Empty)), "F0")} | {Spread(starts.Select(start => of(start.OpsTrails)), "F0")} | {Spread(starts.Select(start => of(start.OpsTrails) / of(start.Empty)), "F2")} |");

    private static string Spread(IEnumerable<double> values, string format)
    {
        var sorted = values.Order().ToList();
        return string.Join(" / ", ((double[])[sorted[0], sorted[sorted.Count / 2], sorted[^1]]).Select(value => value.ToString(format, CultureInfo.InvariantCulture)));
    }
}
