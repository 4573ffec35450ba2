using System.CommandLine;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Commands;

/// <summary><c>confirm-clock</c>: retention waits after a big step of the clock, until somebody says that the clock is right.</summary>
internal static class ConfirmClockCommand
{
    public static Command Create(IReadOnlyList<string> settings)
    {
        var command = new Command("confirm-clock", "Confirm that this machine's clock is right, so that retention continues.");
        command.SetAction((_, cancel) => RunAsync(settings, cancel));
        return command;
    }

    private static Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken cancel) =>
        OpsTrailsApp.GuardAsync(async () =>
        {
            await using var app = OpsTrailsApp.Create([.. settings]);
            await app.Services.GetRequiredService<Installation>().OpenAsync(cancel);
            await app.Services.GetRequiredService<ClockTrust>().ConfirmAsync(cancel);
            var now = Timestamp.From(app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
            await Console.Out.WriteLineAsync($"Confirmed that it is {now}. Retention continues with its next run.");
            return 0;
        });
}
