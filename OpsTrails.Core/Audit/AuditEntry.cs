using System.Text.Json.Nodes;

namespace OpsTrails.Core.Audit;

/// <summary>Who did what to what. Never holds a secret.</summary>
/// <param name="At">UTC ticks.</param>
/// <param name="By">How the caller is named: <c>person:</c> or <c>key:</c> and an id, <c>setup-token</c>, <c>first-start</c>.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Target">What it was done to, named like <paramref name="By"/>; null for what there is only one of.</param>
/// <param name="Details">What a person wants to know besides.</param>
public sealed record AuditEntry(long At, string By, string Action, string? Target, JsonObject Details);
