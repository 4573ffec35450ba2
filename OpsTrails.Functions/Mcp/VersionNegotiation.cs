using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace OpsTrails.Functions.Mcp;

/// <summary>
/// Answers <c>initialize</c> with a version whatever version it names (revision 2025-11-25, lifecycle, version negotiation). The SDK does
/// so for unknown versions before 2026-07-28 only, and refuses later ones.
/// </summary>
internal static class VersionNegotiation
{
    private const string LatestWithHandshake = "2025-11-25";
    private const string FirstWithoutHandshake = "2026-07-28";

    public static void Add(IMcpMessageFilterBuilder filters) =>
        filters.AddIncomingFilter(next =>
            (context, cancel) =>
            {
                if (
                    context.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.Initialize, Params: JsonObject parameters }
                    && parameters["protocolVersion"] is JsonValue version
                    && version.TryGetValue<string>(out var asked)
                    && string.CompareOrdinal(asked, FirstWithoutHandshake) >= 0
                )
                    parameters["protocolVersion"] = LatestWithHandshake;
                return next(context, cancel);
            }
        );
}
