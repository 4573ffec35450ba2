using System.Globalization;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>The program is killed while somebody watches.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class ReconnectJourneyTests(ConsoleBrowser browser)
{
    private const int AcknowledgedBeforeTheKill = 10;
    private const int Later = 10;
    private const int Last = AcknowledgedBeforeTheKill + Later + 1;

    [Fact]
    public async Task After_the_server_was_killed_and_came_back_the_list_holds_every_event_once_without_a_reload()
    {
        using var folder = new TemporaryFolder();
        var program = await OpsTrailsProcess.StartAsync(folder.Path);
        try
        {
            var key = await program.CreateKeyAsync();
            // High enough for all rows to be in the document.
            await using var window = await browser.OpenAsync(
                program.Address,
                new BrowserNewContextOptions
                {
                    ViewportSize = new() { Width = 1280, Height = 2_000 },
                }
            );
            using (var setup = program.ClientWith(OpsTrailsProcess.SetupToken))
                await window.SignInAsync(setup);
            using (var pipeline = new Pipeline(program.ClientWith(key)))
                await SendAsync(pipeline, 0);
            await window.Events.OpenAsync();
            await window.Events.WhenLiveAsync();
            await window.MarkAsync();

            using (var pipeline = new Pipeline(program.ClientWith(key)))
            {
                for (var i = 1; i < AcknowledgedBeforeTheKill; i++)
                    await SendAsync(pipeline, i);
                var cutOff = SendAsync(pipeline, AcknowledgedBeforeTheKill);
                await program.KillAsync();
                await Record.ExceptionAsync(() => cutOff);
            }
            await Expect(window.Events.Live).ToHaveAttributeAsync("data-state", "offline");
            var address = program.Address;
            await program.DisposeAsync();
            program = await OpsTrailsProcess.StartAsync(folder.Path, "urls=" + address);
            using var again = new Pipeline(program.ClientWith(key));
            for (var i = 1; i <= Later; i++)
                await SendAsync(again, AcknowledgedBeforeTheKill + i);
            await window.Events.WhenLiveAsync();
            await SendAsync(again, Last);

            // What the kill cut off is recorded by a sweep some time later, if at all.
            using var reader = program.ClientWith(key);
            IReadOnlyList<string> recorded = [];
            await Eventually.TrueAsync(async () =>
            {
                recorded =
                [
                    .. (await reader.GetJsonAsync("/api/v1/events"))
                        .GetProperty("data")
                        .EnumerateArray()
                        .Select(e => e.GetProperty("data").GetProperty("description").GetString()!),
                ];
                return recorded.Count >= Last
                    && recorded.SequenceEqual(await window.Events.Rows.Locator(".description-cell").AllInnerTextsAsync());
            });
            Assert.InRange(recorded.Count, Last, Last + 1);
            Assert.True(await window.IsMarkedAsync());
        }
        finally
        {
            await program.DisposeAsync();
        }
    }

    private static Task<long> SendAsync(Pipeline pipeline, int number) =>
        pipeline.SendAsync(Id(number), "deployment", "BE", "STAGING", description: Id(number));

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"event {number}");
}
