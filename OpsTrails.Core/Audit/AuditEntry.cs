using System.Text.Json.Nodes;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Audit;

/// <summary>An entry of the audit log. It never contains a secret.</summary>
/// <param name="At">When it happened.</param>
/// <param name="By">The caller: <c>person:</c> or <c>key:</c> and an id, <c>setup-token</c> or <c>first-start</c>.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Target">The object of the action, named like <paramref name="By"/>. Null if there is only one such object.</param>
/// <param name="Details">More details for people.</param>
public sealed record AuditEntry(Timestamp At, string By, string Action, string? Target, JsonObject Details);
