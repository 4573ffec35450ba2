using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

// The suite asks for sampling and roots, which the newest revision of the protocol still has and is about to drop.
#pragma warning disable MCP9005

namespace OpsTrails.Functions.Tests.Mcp.Fixtures;

/// <summary>
/// Tools and a prompt that need more from the client before they can answer: the answer names what, and the client sends the same call
/// again with it. What they have to remember goes through the client, signed.
/// </summary>
[McpServerToolType, McpServerPromptType]
internal sealed class InputFixtures
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    [McpServerTool(Name = "test_input_required_result_elicitation"), Description("Asks for a name.")]
    public static string AskForName(RequestContext<CallToolRequestParams> context) =>
        Answer(context.Params, "user_name") is { } answer && TextOf(answer, "name") is { } name
            ? $"Hello, {name}!"
            : throw Required(null, ("user_name", Name("What is your name?")));

    [McpServerTool(Name = "test_input_required_result_sampling"), Description("Asks the client's model.")]
    public static string AskModel(RequestContext<CallToolRequestParams> context) =>
        Answer(context.Params, "capital_question") is { } answer
            ? "The model says: " + answer.RawValue.GetRawText()
            : throw Required(null, ("capital_question", Sampling("What is the capital of France?")));

    [McpServerTool(Name = "test_input_required_result_list_roots"), Description("Asks for the roots.")]
    public static string AskForRoots(RequestContext<CallToolRequestParams> context) =>
        Answer(context.Params, "client_roots") is { } answer
            ? "The roots are: " + answer.RawValue.GetRawText()
            : throw Required(null, ("client_roots", Roots()));

    [McpServerTool(Name = "test_input_required_result_request_state"), Description("Remembers by the client.")]
    public static string RememberState(RequestContext<CallToolRequestParams> context)
    {
        if (context.Params.RequestState is not { } state || Answer(context.Params, "confirm") is null)
            throw Required(Sign("confirm"), ("confirm", Elicitation("Please confirm", "ok", new ElicitRequestParams.BooleanSchema())));
        Verify(state);
        return "state-ok";
    }

    [McpServerTool(Name = "test_input_required_result_tampered_state"), Description("Refuses what it did not give out.")]
    public static string RefuseTamperedState(RequestContext<CallToolRequestParams> context) => RememberState(context);

    [McpServerTool(Name = "test_input_required_result_multiple_inputs"), Description("Asks three questions.")]
    public static string AskForAll(RequestContext<CallToolRequestParams> context)
    {
        if (context.Params.RequestState is not { } state || context.Params.InputResponses is not { Count: 3 })
            throw Required(
                Sign("all"),
                ("user_name", Name("What is your name?")),
                ("greeting", Sampling("Generate a greeting")),
                ("client_roots", Roots())
            );
        Verify(state);
        return "All three came.";
    }

    [McpServerTool(Name = "test_input_required_result_multi_round"), Description("Asks twice.")]
    public static string AskTwice(RequestContext<CallToolRequestParams> context)
    {
        if (context.Params.RequestState is not { } state)
            throw Required(Sign("1"), ("step1", Name("Step 1: What is your name?")));
        return Verify(state) == "1"
            ? throw Required(
                Sign("2"),
                ("step2", Elicitation("Step 2: What is your favorite color?", "color", new ElicitRequestParams.StringSchema()))
            )
            : "Both steps are done.";
    }

    [McpServerTool(Name = "test_input_required_result_capabilities"), Description("Asks what the client offers.")]
    public static string AskWhatIsOffered(McpServer server, RequestContext<CallToolRequestParams> context)
    {
        if (context.Params.InputResponses is { Count: > 0 })
            return "Done.";
        List<(string, InputRequest)> questions = [];
        if (server.ClientCapabilities?.Elicitation is not null)
            questions.Add(("user_name", Name("What is your name?")));
        if (server.ClientCapabilities?.Sampling is not null)
            questions.Add(("greeting", Sampling("Generate a greeting")));
        return questions.Count == 0 ? "The client offers nothing to ask." : throw Required(null, [.. questions]);
    }

    [McpServerPrompt(Name = "test_input_required_result_prompt"), Description("Asks for a context.")]
    public static string Prompt(RequestContext<GetPromptRequestParams> context) =>
        Answer(context.Params, "user_context") is { } answer
            ? "Context: " + answer.RawValue.GetRawText()
            : throw Required(
                null,
                ("user_context", Elicitation("What context should the prompt use?", "context", new ElicitRequestParams.StringSchema()))
            );

    public static InputRequiredException Required(string? state, params ReadOnlySpan<(string Key, InputRequest Question)> questions)
    {
        var named = new Dictionary<string, InputRequest>();
        foreach (var (key, question) in questions)
            named.Add(key, question);
        return new InputRequiredException(named, state);
    }

    public static InputRequest Name(string question) => Elicitation(question, "name", new ElicitRequestParams.StringSchema());

    private static InputRequest Elicitation(string question, string property, ElicitRequestParams.PrimitiveSchemaDefinition schema) =>
        InputRequest.ForElicitation(
            new ElicitRequestParams
            {
                Message = question,
                RequestedSchema = new ElicitRequestParams.RequestSchema
                {
                    Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition> { [property] = schema },
                    Required = [property],
                },
            }
        );

    private static InputRequest Sampling(string question) =>
        InputRequest.ForSampling(
            new CreateMessageRequestParams
            {
                Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = question }] }],
                MaxTokens = 100,
            }
        );

    private static InputRequest Roots() => InputRequest.ForRootsList(new ListRootsRequestParams());

    private static InputResponse? Answer(RequestParams call, string key) =>
        call.InputResponses is { } answers && answers.TryGetValue(key, out var answer) ? answer : null;

    private static string? TextOf(InputResponse answer, string property) =>
        answer.RawValue is { ValueKind: System.Text.Json.JsonValueKind.Object } value
        && value.TryGetProperty("content", out var content)
        && content.ValueKind == System.Text.Json.JsonValueKind.Object
        && content.TryGetProperty(property, out var text)
            ? text.ToString()
            : null;

    private static string Sign(string state) =>
        state + "." + Convert.ToHexString(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(state)));

    private static string Verify(string signed)
    {
        var state = signed[..Math.Max(0, signed.IndexOf('.', StringComparison.Ordinal))];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signed), Encoding.UTF8.GetBytes(Sign(state)))
            ? state
            : throw new McpProtocolException("requestState is not one that was given out here.", McpErrorCode.InvalidParams);
    }
}
