using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>Keys of the rows that belong to the whole installation. No organization id equals their partition.</summary>
internal static class InstallationKeys
{
    public const string Partition = "installation";

    /// <summary>Names the first organization, in the table of organizations.</summary>
    public static readonly RowKey FirstOrganization = new(Partition, "first");

    /// <summary>Names the demo's organization, in the same table.</summary>
    public static readonly RowKey DemoOrganization = new(Partition, "demo");

    /// <summary>Present in the same table while a restore is unfinished.</summary>
    public static readonly RowKey Restore = new(Partition, "restore");

    /// <summary>The format of the stored rows, in the same table.</summary>
    public static readonly RowKey Format = new(Partition, "format");

    /// <summary>Written by health checks, in the table of leases.</summary>
    public static readonly RowKey Probe = new(Partition, "probe");

    /// <summary>What the clock is compared with, in the table of leases.</summary>
    public static readonly RowKey Clock = new(Partition, "clock");

    /// <summary>The last sweep, in the table of leases.</summary>
    public static readonly RowKey LastSweep = new(Partition, "last-sweep");
}
