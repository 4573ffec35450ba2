using System.Globalization;

namespace OpsTrails.Benchmarks;

/// <summary>
/// Measures the start of the published package up to its first response, and its memory, next to an empty minimal-API program that is
/// published the same way, and an earlier package if given. The programs alternate within one run. Each attempt gives a ratio to the empty
/// program, which cancels out other load on the machine.
/// </summary>
internal static class StartBenchmark
{
    /// <param name="attempts">How often each program is started.</param>
    /// <param name="earlier">The folder of an earlier package, or null.</param>
    public static async Task<int> RunAsync(int attempts, string? earlier)
    {
        var folder = Directory.CreateTempSubdirectory("opstrails-start-").FullName;
        try
        {
            Console.WriteLine("Publishing both, which takes a minute or two.");
            var package = Path.Combine(folder, "package");
            await Publishing.RunAsync(Publishing.Repository(), "OpsTrails.Functions", package, "-p:SkipConsole=true");
            var empty = await Publishing.EmptyProgramAsync(folder);
            var programs = new List<(string Name, string Folder, string[] Command)>
            {
                ("empty", Path.GetDirectoryName(empty)!, [empty]),
                ("OpsTrails", package, OpsTrails(package, Path.Combine(folder, "store"))),
            };
            if (earlier is not null)
                programs.Add(("earlier", earlier, OpsTrails(earlier, Path.Combine(folder, "earlier-store"))));

            foreach (var program in programs)
                await StartedProgram.RunAsync(program.Command);
            var starts = new List<StartedProgram[]>();
            for (var attempt = 0; attempt < attempts; attempt++)
            {
                var turn = new List<StartedProgram>();
                foreach (var program in programs)
                    turn.Add(await StartedProgram.RunAsync(program.Command));
                starts.Add([.. turn]);
            }

            var others = programs.Skip(1).Select(program => program.Name).ToList();
            Console.WriteLine(
                $"| {attempts} starts each, in turn; min / median / max | empty | "
                    + $"{string.Join(" | ", others.Select(name => $"{name} | ratio of each attempt"))} |"
            );
            Console.WriteLine("|---|---" + string.Concat(others.Select(_ => "|---|---")) + "|");
            Print("start to first answer, ms", starts, start => start.Milliseconds);
            Print("CPU until then, ms", starts, start => start.ProcessorMilliseconds);
            Print("resident memory then, MiB", starts, start => start.ResidentMebibytes);
            Console.WriteLine(
                "| on the disk, MiB |"
                    + string.Join(
                        " | |",
                        programs.Select(program =>
                            string.Create(CultureInfo.InvariantCulture, $" {Publishing.Mebibytes(program.Folder):F0}")
                        )
                    )
                    + " | |"
            );
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] OpsTrails(string package, string store) =>
        [Path.Combine(package, "OpsTrails.Functions"), "--environment=Production", "--OpsTrails:Storage=" + store];

    private static void Print(string what, List<StartedProgram[]> starts, Func<StartedProgram, double> of)
    {
        var columns = Enumerable
            .Range(1, starts[0].Length - 1)
            .Select(other =>
                $"{Spread(starts.Select(turn => of(turn[other])), "F0")} | "
                + $"{Spread(starts.Select(turn => of(turn[other]) / of(turn[0])), "F2")}"
            );
        Console.WriteLine($"| {what} | {Spread(starts.Select(turn => of(turn[0])), "F0")} | {string.Join(" | ", columns)} |");
    }

    private static string Spread(IEnumerable<double> values, string format)
    {
        var sorted = values.Order().ToList();
        return string.Join(
            " / ",
            ((double[])[sorted[0], sorted[sorted.Count / 2], sorted[^1]]).Select(value =>
                value.ToString(format, CultureInfo.InvariantCulture)
            )
        );
    }
}
