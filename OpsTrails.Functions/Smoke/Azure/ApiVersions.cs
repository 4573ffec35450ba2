namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>Versions of the management API, the same as in the templates.</summary>
internal static class ApiVersions
{
    public const string Web = "2025-03-01";
    public const string Identity = "2024-11-30";
    public const string Storage = "2025-08-01";
    public const string EventGrid = "2025-02-15";
    public const string Insights = "2020-02-02";
    public const string Workspaces = "2025-07-01";
    public const string AlertRules = "2023-12-01";
    public const string Authorization = "2022-04-01";
    public const string Resources = "2025-04-01";
}
