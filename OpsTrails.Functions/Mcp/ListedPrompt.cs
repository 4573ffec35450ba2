using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpsTrails.Core.Mcp;

namespace OpsTrails.Functions.Mcp;

/// <summary>A prompt that people choose for a common question. It names the tools to call.</summary>
internal sealed class ListedPrompt : McpServerPrompt
{
    private readonly PromptText _text;

    private ListedPrompt(PromptText text)
    {
        _text = text;
        ProtocolPrompt = new Prompt
        {
            Name = text.Name,
            Title = text.Title,
            Description = text.Description,
            Arguments =
            [
                .. text.Arguments.Select(argument => new PromptArgument
                {
                    Name = argument.Name,
                    Description = argument.Description,
                    Required = argument.IsRequired,
                }),
            ],
        };
    }

    public static IEnumerable<McpServerPrompt> All { get; } = [.. PromptText.All.Select(text => new ListedPrompt(text))];

    public override Prompt ProtocolPrompt { get; }

    public override IReadOnlyList<object> Metadata => [];

    public override ValueTask<GetPromptResult> GetAsync(
        RequestContext<GetPromptRequestParams> request,
        CancellationToken cancellationToken = default
    )
    {
        var given = (request.Params?.Arguments ?? new Dictionary<string, System.Text.Json.JsonElement>()).ToDictionary(
            pair => pair.Key,
            pair => pair.Value.ToString()
        );
        if (_text.FindError(given) is { } error)
            throw new McpProtocolException(error, McpErrorCode.InvalidParams);
        return ValueTask.FromResult(
            new GetPromptResult
            {
                Description = _text.Description,
                Messages =
                [
                    new PromptMessage
                    {
                        Role = Role.User,
                        Content = new TextContentBlock { Text = _text.Write(given) },
                    },
                ],
            }
        );
    }
}
