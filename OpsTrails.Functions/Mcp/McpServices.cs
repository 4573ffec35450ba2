using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpsTrails.Functions.Keys;

namespace OpsTrails.Functions.Mcp;

/// <summary>The Model Context Protocol over Streamable HTTP, without sessions.</summary>
internal static class McpServices
{
    /// <summary>The doubled segment is what clients are configured with.</summary>
    public const string Path = "/api/mcp/mcp";

    public static void AddMcp(this IServiceCollection services)
    {
        services.AddSingleton<BrowserOrigin>();
        services.AddSingleton<WhatExists>();
        services.AddSingleton<EventsByRef>();
        services.AddSingleton<McpServerTool, GetOrganizationContext>();
        services.AddSingleton<McpServerTool, QueryEvents>();
        services.AddMcpServer(server => server.ServerInfo = new Implementation { Name = "opstrails", Title = "OpsTrails", Version = "0.1.0" })
            .WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.Stateless)
            .WithRequestFilters(McpFilters.Add);
    }

    public static void MapMcp(this WebApplication app) =>
        app.MapMcp(Path).RequireAuthorization(Access.Read).AddEndpointFilter<IEndpointConventionBuilder, McpRequests>();
}
