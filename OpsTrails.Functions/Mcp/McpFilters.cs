using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Mcp;

/// <summary>What stands around every call: arguments are checked, failures become sentences, calls are counted; and what a caller gets to see in lists.</summary>
internal static partial class McpFilters
{
    /// <summary>Only requests of revisions without a handshake say their revision in themselves.</summary>
    private const string ProtocolVersionKey = "io.modelcontextprotocol/protocolVersion";

    private static readonly TimeSpan ListsKeptFor = TimeSpan.FromMinutes(5);

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
                    // What is missing is told by its address, and since 2026-07-28 with another code.
                    var isPerRequest = request.Params?.Meta?.ContainsKey(ProtocolVersionKey) == true;
                    var told = new McpProtocolException(
                        e.Message,
                        e.ErrorCode == McpErrorCode.ResourceNotFound && isPerRequest ? McpErrorCode.InvalidParams : e.ErrorCode
                    );
                    told.Data["uri"] = request.Params?.Uri;
                    throw told;
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
        list.TimeToLive = ListsKeptFor;
        list.CacheScope = CacheScope.Private;
        return list;
    }

    private static async ValueTask<CallToolResult> CallAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancel
    )
    {
        // What is not in the list is no name to count by: anybody can make up names.
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
            return Fail("Storage does not answer at the moment. Call again in a few seconds.");
        }
#pragma warning disable CA1031 // Whatever happens inside a tool, the caller gets a sentence and the log the reason.
        catch (Exception e) when (tool is AssistantTool && e is not McpException && !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(LoggerOf(request), e, tool.ProtocolTool.Name);
            return Fail("The tool failed; the reason has been logged on the server. Other calls may work.");
        }
        finally
        {
            request.Services!.GetRequiredService<Telemetry>().McpCalled(tool?.ProtocolTool.Name ?? "unknown", outcome);
            request.Services!.GetRequiredService<KeyUse>().NoteMcpCall(Caller.Of(request.User));
        }
    }

    private static CallToolResult? Check(McpServerTool? tool, CallToolRequestParams? call)
    {
        if (tool is null)
            return null;
        var faults = new ValidationErrors();
        ArgumentCheck.Check(tool.ProtocolTool.InputSchema, call?.Arguments, faults);
        if (!faults.Any)
            return null;
        return tool is AssistantTool own ? own.Refuse(faults) : Fail(faults.ToString());
    }

    private static CallToolResult Fail(string sentence) => new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    private static ILogger LoggerOf(RequestContext<CallToolRequestParams> request) =>
        request.Services!.GetRequiredService<ILogger<AssistantTool>>();

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Warning, "Storage does not answer the tool {Tool}")]
        public static partial void StorageUnavailable(ILogger logger, Exception e, string tool);

        [LoggerMessage(6002, LogLevel.Error, "The tool {Tool} failed")]
        public static partial void Failed(ILogger logger, Exception e, string tool);
    }
}
