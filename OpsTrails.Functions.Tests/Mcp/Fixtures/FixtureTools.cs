using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

// The suite asks for sampling and logging, which the newest revision of the protocol still has and is about to drop.
#pragma warning disable MCP9005

namespace OpsTrails.Functions.Tests.Mcp.Fixtures;

/// <summary>Tools that the conformance suite calls by these names; its scenarios say what each has to answer.</summary>
[McpServerToolType]
internal sealed class FixtureTools
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    [McpServerTool(Name = "test_simple_text"), Description("Answers with text.")]
    public static string SimpleText() => "This is a simple text response for testing.";

    [McpServerTool(Name = "test_image_content"), Description("Answers with an image.")]
    public static ContentBlock Image() => ImageContentBlock.FromBytes(FixtureBytes.Png, "image/png");

    [McpServerTool(Name = "test_audio_content"), Description("Answers with a sound.")]
    public static ContentBlock Audio() => AudioContentBlock.FromBytes(FixtureBytes.Wav, "audio/wav");

    [McpServerTool(Name = "test_embedded_resource"), Description("Answers with a resource.")]
    public static ContentBlock EmbeddedResource() =>
        Embed("test://embedded-resource", "text/plain", "This is an embedded resource content.");

    [McpServerTool(Name = "test_multiple_content_types"), Description("Answers with text, an image and a resource.")]
    public static IEnumerable<ContentBlock> Several() =>
        [
            new TextContentBlock { Text = "Multiple content types test:" },
            ImageContentBlock.FromBytes(FixtureBytes.Png, "image/png"),
            Embed("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
        ];

    [McpServerTool(Name = "test_error_handling"), Description("Fails.")]
    public static string Fail() => throw new McpException("This tool intentionally returns an error for testing");

    [McpServerTool(Name = "test_tool_with_progress"), Description("Reports progress.")]
    public static async Task<string> ProgressAsync(IProgress<ProgressNotificationValue> progress, CancellationToken cancellation)
    {
        foreach (var done in (int[])[0, 50, 100])
        {
            progress.Report(new ProgressNotificationValue { Progress = done, Total = 100 });
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
        return "Done in three steps.";
    }

    [McpServerTool(Name = "test_missing_capability"), Description("Needs sampling.")]
    public static string NeedSampling() =>
        throw new MissingRequiredClientCapabilityException(
            new ClientCapabilities { Sampling = new SamplingCapability() },
            "This tool needs sampling."
        );

    [McpServerTool(Name = "test_streaming_elicitation"), Description("Asks for a name.")]
    public static string Ask(RequestContext<CallToolRequestParams> context) =>
        context.Params.InputResponses is { Count: > 0 }
            ? "Asked and answered."
            : throw InputFixtures.Required(null, ("user_name", InputFixtures.Name("What is your name?")));

    /// <summary>Logs by the protocol's own way, which a client has to ask for.</summary>
    [McpServerTool(Name = "test_logging_tool"), Description("Logs when asked to.")]
    public static string Log(McpServer server)
    {
        using var provider = server.AsClientLoggerProvider();
        FixtureLog.Working(provider.CreateLogger("fixture"));
        return "Logged.";
    }

    /// <summary>Sends messages along with its answer; without a session there is no level to compare them with.</summary>
    [McpServerTool(Name = "test_tool_with_logging"), Description("Logs.")]
    public static async Task<string> LogAlwaysAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellation)
    {
        foreach (var message in (string[])["Tool execution started", "Tool processing data", "Tool execution completed"])
        {
            var notification = new LoggingMessageNotificationParams
            {
                Level = LoggingLevel.Info,
                Data = JsonSerializer.SerializeToElement(message),
            };
            await context.Server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification,
                notification,
                cancellationToken: cancellation
            );
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
        return "Logged three messages.";
    }

    public static EmbeddedResourceBlock Embed(string uri, string mediaType, string text) =>
        new()
        {
            Resource = new TextResourceContents
            {
                Uri = uri,
                MimeType = mediaType,
                Text = text,
            },
        };
}

internal static partial class FixtureLog
{
    [LoggerMessage(1, LogLevel.Information, "Working.")]
    public static partial void Working(ILogger logger);
}

/// <summary>The least that is an image of one pixel and a sound without a sample.</summary>
internal static class FixtureBytes
{
    public static byte[] Png { get; } =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    public static byte[] Wav { get; } =
    [
        .. "RIFF"u8,
        36,
        0,
        0,
        0,
        .. "WAVEfmt "u8,
        16,
        0,
        0,
        0,
        1,
        0,
        1,
        0,
        0x40,
        0x1F,
        0,
        0,
        0x40,
        0x1F,
        0,
        0,
        1,
        0,
        8,
        0,
        .. "data"u8,
        0,
        0,
        0,
        0,
    ];
}
