using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpsTrails.Core.Mcp;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Mcp;

/// <summary>The Model Context Protocol over Streamable HTTP, without sessions.</summary>
internal static class McpFeature
{
    /// <summary>Clients are configured with this path, so its doubled segment must stay.</summary>
    public const string Path = "/api/mcp/mcp";

    public static void AddMcp(this IServiceCollection services)
    {
        services.AddSingleton<BrowserOrigin>();
        services.AddSingleton<ExistingNames>();
        services.AddSingleton<McpServerTool, GetOrganizationContext>();
        services.AddSingleton<McpServerTool, QueryEvents>();
        services.AddSingleton<McpServerTool, GetEventSummary>();
        services.AddSingleton<McpServerTool, GetEventTool>();
        services.AddSingleton<McpServerTool, WhatChangedBefore>();
        services.AddSingleton<McpServerTool, GetGridTool>();
        services.AddSingleton<McpServerTool, CompareEnvironments>();
        services.AddSingleton<McpServerTool, ListEventTypes>();
        services.AddSingleton<McpServerTool, ListEventSources>();
        services.AddSingleton<McpServerTool, ListEventSubjects>();
        services.AddSingleton<McpServerTool, RecordEvent>();
        services.AddSingleton<McpServerResource, AddressedResource.Context>();
        services.AddSingleton<McpServerResource, AddressedResource.Fields>();
        services.AddSingleton<McpServerResource, AddressedResource.Event>();
        services
            .AddMcpServer()
            .WithPrompts(ListedPrompt.All)
            .WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.Stateless)
            .WithMessageFilters(VersionNegotiation.Add)
            .WithRequestFilters(McpFilters.Add);
        services
            .AddOptions<McpServerOptions>()
            .Configure<IEnumerable<McpServerTool>, IOptions<OpsTrailsOptions>>(
                (server, tools, options) =>
                {
                    server.ServerInfo = new Implementation
                    {
                        Name = "opstrails",
                        Title = "OpsTrails",
                        Version = ProgramVersion.Text,
                    };
                    server.ServerInstructions = Instructions.For([
                        .. tools
                            .OfType<AssistantTool>()
                            .Where(tool => tool is not RecordEvent || options.Value.Mcp.AllowRecording)
                            .Select(tool => tool.ProtocolTool.Name),
                    ]);
                }
            );
    }

    public static void MapMcp(this IEndpointRouteBuilder app) =>
        app.MapMcp(Path)
            .RequireAuthorization(Access.Read)
            .WithMetadata(new NotCompressed())
            .AddEndpointFilter<IEndpointConventionBuilder, McpRequests>();
}
