using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Commands;

/// <summary><c>demo --remove</c>: removes the sample month. The demo's organization stays, with its keys.</summary>
internal static class DemoRemovalCommand
{
    public static Task<int> RunAsync(IReadOnlyList<string> settings) =>
        OpsTrailsApp.GuardAsync(async () =>
        {
            await using var app = OpsTrailsApp.Create([.. settings, "--urls=http://127.0.0.1:0"]);
            await app.Services.GetRequiredService<RestoreMarker>().EnsureNoneAsync(CancellationToken.None);
            await app.Services.GetRequiredService<StoreFormat>().EnsureCurrentAsync(CancellationToken.None);
            await OpsTrailsApp.StartAsync(app);
            var store = app.Services.GetRequiredService<ITableStore>();
            var isDone = true;
            if (await store.ReadAsync(Tables.Organizations, InstallationKeys.DemoOrganization, CancellationToken.None) is { } row)
            {
                var organization = OrganizationId.Parse(row.RequiredText("Organization"));
                (var events, isDone) = await app.Services.GetRequiredService<DemoRemoval>().RunAsync(organization, "demo");
                await DemoCommand.ResetSettingsAsync(app.Services, organization);
                await Console.Out.WriteLineAsync(
                    isDone ? $"Removed {events} events." : "Another program is removing the demo. Wait for it, or try again."
                );
            }
            else
            {
                await Console.Out.WriteLineAsync("There is no demo. Nothing was removed.");
            }
            await app.StopAsync();
            return isDone ? 0 : 1;
        });
}
