using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Functions.Auth;

namespace OpsTrails.Functions.Mcp;

/// <summary>A tool of ours: what the list says of it, and how it answers. The arguments it gets have been held against its input schema.</summary>
internal abstract class AssistantTool : McpServerTool
{
    private readonly ToolTexts _texts;

    /// <param name="texts">What the list says.</param>
    /// <param name="isReadOnly">Whether a call changes nothing, so that it can be repeated.</param>
    protected AssistantTool(ToolTexts texts, bool isReadOnly = true)
    {
        _texts = texts;
        ProtocolTool = new Tool
        {
            Name = texts.Name,
            Title = texts.Title,
            Description = texts.Description,
            InputSchema = JsonElement.Parse(
                $$"""{"type":"object","properties":{{texts.Input}},{{(texts.Required.Count == 0 ? "" : $"\"required\":{JsonSerializer.Serialize(texts.Required)},")}}"additionalProperties":false}"""
            ),
            OutputSchema = JsonElement.Parse(texts.Output),
            Annotations = new ToolAnnotations
            {
                ReadOnlyHint = isReadOnly,
                DestructiveHint = false,
                IdempotentHint = isReadOnly,
                OpenWorldHint = false,
            },
        };
    }

    public sealed override Tool ProtocolTool { get; }

    public sealed override IReadOnlyList<object> Metadata => [];

    /// <summary>A call that works, for who got it wrong.</summary>
    public string Example => $"A call that works: {_texts.Example}";

    /// <summary>Whether a caller gets to see it.</summary>
    public virtual bool IsOfferedTo(Caller caller) => true;

    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default
    ) => await AnswerAsync(new ToolCall(Caller.Of(request.User), request.Params?.Arguments), cancellationToken);

    protected abstract Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel);

    protected static CallToolResult Give(CompactAnswer answer) =>
        new() { StructuredContent = JsonElement.Parse(answer.ToJson().Span), Content = [new TextContentBlock { Text = answer.ToText() }] };

    /// <summary>Says what is wrong with the arguments, and how to do better.</summary>
    public CallToolResult Refuse(ValidationErrors faults) =>
        Refuse($"{FreeText.Clean(faults.ToString()).Replace("nextCursor", "next_cursor", StringComparison.Ordinal)} {Example}");

    protected static CallToolResult Refuse(string sentence) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };
}

/// <param name="Name">As it is called.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">For assistants: when to use it.</param>
/// <param name="Input">The properties of the arguments, as JSON.</param>
/// <param name="Output">The schema of the structured answer. Not closed: clients may keep it for longer than the answer stays as it is.</param>
/// <param name="Example">A call, and where its names come from when they are not the same everywhere.</param>
internal sealed record ToolTexts(string Name, string Title, string Description, string Input, string Output, string Example)
{
    public IReadOnlyList<string> Required { get; init; } = [];
}

/// <summary>Who calls, with which arguments.</summary>
internal sealed record ToolCall(Caller Caller, IDictionary<string, JsonElement>? Arguments)
{
    public JsonElement? Value(string name) =>
        Arguments is not null && Arguments.TryGetValue(name, out var value) && !ArgumentCheck.IsLeftOut(value) ? value : null;

    public string? Text(string name) => Value(name)?.GetString();

    /// <summary>The arguments as the query parameters that they are in the API, so that both understand and refuse the same.</summary>
    public List<(string Name, IReadOnlyList<string> Values)> ToParameters() =>
        [
            .. (Arguments ?? new Dictionary<string, JsonElement>())
                .Where(pair => !ArgumentCheck.IsLeftOut(pair.Value))
                .Select(pair => (pair.Key, (IReadOnlyList<string>)[pair.Value.ToString()])),
        ];
}
