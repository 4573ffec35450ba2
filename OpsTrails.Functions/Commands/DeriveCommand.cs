using System.CommandLine;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Commands;

/// <summary>
/// <c>derive</c>: derives the grid again where it was stored with other meanings of types. The program does so itself too.
/// </summary>
internal static class DeriveCommand
{
    public static Command Create(IReadOnlyList<string> settings)
    {
        var command = new Command("derive", "Derive the grid again from the events, by the current meanings of types.");
        command.SetAction((_, cancel) => RunAsync(settings, cancel));
        return command;
    }

    private static Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken cancel) =>
        OpsTrailsApp.GuardAsync(async () =>
        {
            await using var app = OpsTrailsApp.Create([.. settings]);
            await app.Services.GetRequiredService<Installation>().OpenAsync(cancel);
            var runs = app.Services.GetRequiredService<DerivationRuns>();
            var succeeded = await runs.RunAsync(cancel);
            await Console.Out.WriteLineAsync($"Derived {runs.Derived} cells again.");
            return succeeded ? 0 : 1;
        });
}
