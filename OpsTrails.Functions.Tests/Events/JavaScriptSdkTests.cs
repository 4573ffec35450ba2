using System.Diagnostics;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>What the CloudEvents SDK for JavaScript sends is taken, and one event in both modes is one event.</summary>
public sealed class JavaScriptSdkTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_event_in_both_modes_is_recorded_once()
    {
        await using var app = await TestApp.StartAsync();

        var results = await SendAsync(app);

        Assert.Equal(
            """
            {"withData":[201,200],"withoutData":[201,200],"structuredFirst":[201,200],"structuredFirstWithoutData":[201,200],
            "emptyExtension":[201,200],"buffer":201,"bufferAgain":200,"batch":200}
            """.ReplaceLineEndings(""),
            results.GetRawText()
        );
    }

    private static async Task<JsonElement> SendAsync(TestApp app)
    {
        var start = new ProcessStartInfo("node", ["send.mjs"])
        {
            WorkingDirectory = await NodePackages.EnsureAsync("Events/cloudevents-sdk"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BASE"] = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        start.Environment["KEY"] = await app.CreateKeyAsync();
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout, TimeProvider.System);
            Assert.True(process.ExitCode == 0, await error);
            return JsonElement.Parse(await output);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
