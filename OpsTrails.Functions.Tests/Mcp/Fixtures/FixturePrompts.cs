using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace OpsTrails.Functions.Tests.Mcp.Fixtures;

/// <summary>Prompts that the conformance suite gets by these names.</summary>
[McpServerPromptType]
internal sealed class FixturePrompts
{
    [McpServerPrompt(Name = "test_simple_prompt"), Description("One sentence.")]
    public static string Simple() => "This is a simple prompt for testing.";

    [McpServerPrompt(Name = "test_prompt_with_arguments"), Description("Two arguments.")]
    public static string WithArguments(
        [Description("First test argument")] string arg1,
        [Description("Second test argument")] string arg2
    ) => $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'";

    [McpServerPrompt(Name = "test_prompt_with_embedded_resource"), Description("A resource.")]
    public static IEnumerable<PromptMessage> WithResource([Description("URI of the resource to embed")] string resourceUri) =>
        [
            new PromptMessage
            {
                Role = Role.User,
                Content = FixtureTools.Embed(resourceUri, "text/plain", "Embedded resource content for testing."),
            },
            Say("Please process the embedded resource above."),
        ];

    [McpServerPrompt(Name = "test_prompt_with_image"), Description("An image.")]
    public static IEnumerable<PromptMessage> WithImage() =>
        [
            new PromptMessage { Role = Role.User, Content = ImageContentBlock.FromBytes(FixtureBytes.Png, "image/png") },
            Say("Please analyze the image above."),
        ];

    private static PromptMessage Say(string text) =>
        new()
        {
            Role = Role.User,
            Content = new TextContentBlock { Text = text },
        };
}
