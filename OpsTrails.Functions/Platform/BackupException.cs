namespace OpsTrails.Functions.Platform;

/// <summary>A backup, restore or import failed. The message is shown to the person at the terminal: why, and what to do.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
