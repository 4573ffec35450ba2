using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;

namespace OpsTrails.Functions.Mcp;

/// <summary>A tool for assistants. A filter has checked the arguments against the input schema before a call.</summary>
internal abstract class AssistantTool : McpServerTool
{
    private readonly ToolTexts _texts;

    /// <param name="texts">The tool's entry in the list.</param>
    /// <param name="isReadOnly">Whether a call only reads.</param>
    protected AssistantTool(ToolTexts texts, bool isReadOnly = true)
    {
        _texts = texts;
        var required = texts.Required.Count == 0 ? "" : $"\"required\":{JsonSerializer.Serialize(texts.Required)},";
        ProtocolTool = new Tool
        {
            Name = texts.Name,
            Title = texts.Title,
            Description = texts.Description,
            InputSchema = JsonElement.Parse(
                $$"""{"type":"object","properties":{{texts.Input}},{{required}}"additionalProperties":false}"""
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

    /// <summary>A valid call, which ends every error message.</summary>
    public string Example => $"A call that works: {_texts.Example}";

    /// <summary>Whether the caller's list contains the tool.</summary>
    public virtual bool IsOfferedTo(Caller caller) => true;

    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default
    ) => await AnswerAsync(new ToolCall(Caller.Of(request.User), request.Params?.Arguments), cancellationToken);

    protected abstract Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel);

    protected static CallToolResult Give(CompactAnswer answer) =>
        new() { StructuredContent = JsonElement.Parse(answer.ToJson().Span), Content = [new TextContentBlock { Text = answer.ToText() }] };

    /// <summary>Reports invalid arguments, with a valid call.</summary>
    public CallToolResult Refuse(ValidationErrors errors) =>
        Refuse($"{FreeText.Clean(errors.ToString()).Replace("nextCursor", "next_cursor", StringComparison.Ordinal)} {Example}");

    protected static CallToolResult Refuse(string sentence) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };
}

/// <param name="Name">Name for calls.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Description">For assistants: when to use the tool.</param>
/// <param name="Input">Schemas of the arguments, as JSON.</param>
/// <param name="Output">Schema of the structured answer. It allows further members, because clients may cache it across updates.</param>
/// <param name="Example">A valid call. If its names depend on the installation, it says where to find them.</param>
internal sealed record ToolTexts(string Name, string Title, string Description, string Input, string Output, string Example)
{
    public IReadOnlyList<string> Required { get; init; } = [];
}

internal sealed record ToolCall(Caller Caller, IDictionary<string, JsonElement>? Arguments)
{
    public JsonElement? Value(string name) =>
        Arguments is not null && Arguments.TryGetValue(name, out var value) && !ArgumentCheck.IsLeftOut(value) ? value : null;

    public string? Text(string name) => Value(name)?.GetString();

    /// <summary>The arguments as query parameters of the API, so that tools and API share one parser.</summary>
    public List<(string Name, IReadOnlyList<string> Values)> ToParameters() =>
        [
            .. (Arguments ?? new Dictionary<string, JsonElement>())
                .Where(pair => !ArgumentCheck.IsLeftOut(pair.Value))
                .Select(pair => (pair.Key, (IReadOnlyList<string>)[pair.Value.ToString()])),
        ];

    /// <summary>Like <see cref="ToParameters"/>, with values that contain <c>*</c> as query text, where it is any text.</summary>
    public List<(string Name, IReadOnlyList<string> Values)> ToQuery()
    {
        var given = ToParameters();
        var patterns = given.Where(one => EventFields.TryParse(one.Name, out _) && ValuePattern.IsPattern(one.Values[0])).ToList();
        return patterns.Count == 0
            ? given
            :
            [
                .. given.Except(patterns),
                (
                    "q",
                    [.. patterns.Select(one => $"{one.Name}:{string.Concat(one.Values[0].Select(c => char.IsWhiteSpace(c) ? '*' : c))}")]
                ),
            ];
    }
}
