using System.CommandLine;
using System.CommandLine.Invocation;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Commands;

/// <summary>
/// The command line: a command with its options, and settings as <c>--Name=value</c> or <c>--Name value</c> before or after it. Without a
/// command the program runs.
/// </summary>
internal static class CommandLine
{
    /// <summary>Exit code for an invalid command line.</summary>
    public const int Misused = 2;

    private static readonly ParserConfiguration AsWritten = new() { ResponseFileTokenReplacer = null };

    /// <summary>The program handles signals itself, so the library must not cut its shutdown short.</summary>
    private static readonly InvocationConfiguration Plain = new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    /// <returns>The exit code: 0 for success, 1 for a failure, 2 for an invalid command line.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = new List<string>();
        var root = Create(settings);
        var parsed = root.Parse(Separate(args, root, settings), AsWritten);
        if (parsed.Action is ParseErrorAction misused)
            misused.ShowHelp = false;
        var exitCode = await parsed.InvokeAsync(Plain);
        if (parsed.Errors.Count == 0)
            return exitCode;
        await Console.Error.WriteLineAsync("Use --help to list the commands and their options.");
        return Misused;
    }

    /// <param name="settings">Read when a command runs, so it may still be empty here.</param>
    private static RootCommand Create(IReadOnlyList<string> settings)
    {
        var run = new Command("run", "Run the program. This is the default.");
        var root = new RootCommand(
            """
            OpsTrails records what your team changes, and shows what changed.

            Any command takes settings as --Name=value or --Name value, such as --urls=http://localhost:7072
            or --OpsTrails:Storage=/var/lib/opstrails.
            """
        )
        {
            run,
            DemoCommand.Create(settings),
            BackupCommands.CreateBackup(settings),
            BackupCommands.CreateRestore(settings),
            BackupCommands.CreateImport(settings),
            DeriveCommand.Create(settings),
            ConfirmClockCommand.Create(settings),
            SmokeCommand.Create(),
        };
        root.SetAction(RunProgramAsync);
        run.SetAction(RunProgramAsync);
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        return root;

        Task<int> RunProgramAsync(ParseResult parsed, CancellationToken cancel) => OpsTrailsApp.RunAsync([.. settings]);
    }

    /// <summary>
    /// Separates settings from commands and their options. Any option that the command doesn't define is a setting. As in .NET's
    /// configuration, the next word is its value, so a word that follows no option must be a command.
    /// </summary>
    private static List<string> Separate(string[] args, RootCommand root, List<string> settings)
    {
        var (words, command) = (new List<string>(), (Command)root);
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=', 2)[0];
            if (!name.StartsWith('-') || name == "-")
            {
                if (command == root)
                    command = root.Subcommands.FirstOrDefault(known => known.Name == name) ?? root;
                words.Add(args[i]);
                continue;
            }
            var option = command
                .Options.Concat(root.Options.Where(shared => shared.Recursive || command == root))
                .FirstOrDefault(known => known.Name == name || known.Aliases.Contains(name));
            var isSetting = option is null && name.StartsWith("--", StringComparison.Ordinal) && name.Length > 2;
            var hasValue = args[i].Contains('=', StringComparison.Ordinal);
            var takesNext =
                !hasValue && i + 1 < args.Length && (isSetting ? !IsCommand(args[i + 1]) : option is { Arity.MaximumNumberOfValues: > 0 });

            // A setting needs a value. Without one, the parser reports it as an unknown word.
            var target = isSetting && (hasValue || takesNext) ? settings : words;
            target.Add(args[i]);
            if (takesNext)
                target.Add(args[++i]);
        }
        return words;

        bool IsCommand(string word) => root.Subcommands.Any(known => known.Name == word);
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersion.Text);
            return 0;
        }
    }
}
