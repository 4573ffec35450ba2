using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Mcp;

/// <summary>
/// Filters around every call: read and check arguments, turn failures into messages, count calls, and list only tools that the caller may
/// use.
/// </summary>
internal static partial class McpFilters
{
    /// <summary>Requests carry this key in protocol revisions without a handshake.</summary>
    private const string ProtocolVersionKey = "io.modelcontextprotocol/protocolVersion";

    private static readonly TimeSpan ListTtl = TimeSpan.FromMinutes(5);

    public static void Add(IMcpRequestFilterBuilder filters)
    {
        filters.AddListToolsFilter(next => async (request, cancel) => Offer(await next(request, cancel), request));
        filters.AddCallToolFilter(next => (request, cancel) => CallAsync(next, request, cancel));
        filters.AddReadResourceFilter(next =>
            async (request, cancel) =>
            {
                try
                {
                    return await next(request, cancel);
                }
                catch (McpProtocolException e)
                {
                    // The protocol wants the URI of a missing resource, and since revision 2026-07-28 another code.
                    var isPerRequest = request.Params?.Meta?.ContainsKey(ProtocolVersionKey) == true;
                    var error = new McpProtocolException(
                        e.Message,
                        e.ErrorCode == McpErrorCode.ResourceNotFound && isPerRequest ? McpErrorCode.InvalidParams : e.ErrorCode
                    );
                    error.Data["uri"] = request.Params?.Uri;
                    throw error;
                }
            }
        );
    }

    private static ListToolsResult Offer(ListToolsResult list, RequestContext<ListToolsRequestParams> request)
    {
        var caller = Caller.Of(request.User);
        var all = request.Server.ServerOptions.ToolCollection;
        list.Tools =
        [
            .. list.Tools.Where(tool =>
                all?.TryGetPrimitive(tool.Name, out var found) != true || found is not AssistantTool own || own.IsOfferedTo(caller)
            ),
        ];
        list.TimeToLive = ListTtl;
        list.CacheScope = CacheScope.Private;
        return list;
    }

    private static async ValueTask<CallToolResult> CallAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancel
    )
    {
        // Count unknown tools under one name: clients could invent any number of names.
        var tool = request.MatchedPrimitive as McpServerTool;
        var outcome = "failed";
        try
        {
            var result = Check(tool, request.Params) ?? await next(request, cancel);
            outcome = result.IsError == true ? "refused" : "answered";
            return result;
        }
        catch (StorageUnavailableException e) when (tool is AssistantTool)
        {
            Log.StorageUnavailable(LoggerOf(request), e, tool.ProtocolTool.Name);
            return Fail("Storage does not answer. Call again in a few seconds.");
        }
#pragma warning disable CA1031 // The caller gets a message without details, and the log gets the reason.
        catch (Exception e) when (tool is AssistantTool && e is not McpException && !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(LoggerOf(request), e, tool.ProtocolTool.Name);
            return Fail("The tool failed. The server's log has the reason. Other calls may work.");
        }
        finally
        {
            request.Services!.GetRequiredService<Telemetry>().McpCalled(tool?.ProtocolTool.Name ?? "unknown", outcome);
            request.Services!.GetRequiredService<KeyUse>().CountMcpCall(Caller.Of(request.User));
        }
    }

    private static CallToolResult? Check(McpServerTool? tool, CallToolRequestParams? call)
    {
        if (tool is null)
            return null;
        if (call?.Arguments is { } arguments)
            call.Arguments = ArgumentForms.Read(tool.ProtocolTool.InputSchema, arguments);
        var errors = new ValidationErrors();
        ArgumentCheck.Check(tool.ProtocolTool.InputSchema, call?.Arguments, errors);
        if (!errors.Any)
            return null;
        return tool is AssistantTool own ? own.Refuse(errors) : Fail(errors.ToString());
    }

    private static CallToolResult Fail(string sentence) => new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    private static ILogger LoggerOf(RequestContext<CallToolRequestParams> request) =>
        request.Services!.GetRequiredService<ILogger<AssistantTool>>();

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Debug, "The tool {Tool} failed, because storage does not answer")]
        public static partial void StorageUnavailable(ILogger logger, Exception e, string tool);

        [LoggerMessage(6002, LogLevel.Error, "The tool {Tool} failed")]
        public static partial void Failed(ILogger logger, Exception e, string tool);
    }
}
