namespace OpsTrails.Functions.Smoke.Azure;

internal static class MonitoringProbes
{
    private static readonly string[] AlertRules = ["opstrails-no-sweep", "opstrails-backlog", "opstrails-poison", "opstrails-5xx"];

    public static AzureProbe[] All { get; } =
    [
        new("Application Insights requires Entra identities", "Run azd provision.", InsightsAsync),
        new("logs have a daily cap", "Run azd provision, or expect a higher bill.", WorkspaceAsync),
        new("alert rules match the options", "Set OPSTRAILS_ALERT_EMAIL and run azd provision, or enable the rule again.", AlertsAsync),
    ];

    private static async Task<IEnumerable<string?>> InsightsAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var insights = await installation.Arm.GetAsync(installation.Insights, ApiVersions.Insights, cancel);
        return
        [
            insights.Unless("properties.DisableLocalAuth", "true"),
            insights.Unless("properties.WorkspaceResourceId", installation.Workspace),
        ];
    }

    private static async Task<IEnumerable<string?>> WorkspaceAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var workspace = await installation.Arm.GetAsync(installation.Workspace, ApiVersions.Workspaces, cancel);
        return
        [
            workspace.Text("properties.workspaceCapping.dailyQuotaGb") is "1" or "1.0"
                ? null
                : workspace.Unless("properties.workspaceCapping.dailyQuotaGb", "1"),
        ];
    }

    private static async Task<IEnumerable<string?>> AlertsAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var rules = await installation.Arm.ListAsync(
            installation.Group + "/providers/Microsoft.Insights/scheduledQueryRules",
            ApiVersions.AlertRules,
            cancel
        );
        string[] expected = installation.OptionText("alertEmail").Length > 0 ? AlertRules : [];
        return ArmJson
            .Differences("The alert rule", expected, rules.Select(rule => rule.Text("name")))
            .Select(problem => (string?)problem)
            .Concat(
                rules
                    .Where(rule => rule.Text("properties.enabled") != "true")
                    .Select(rule => $"The alert rule {rule.Text("name")} is disabled.")
            );
    }
}
