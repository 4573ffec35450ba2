namespace OpsTrails.Functions.Platform;

/// <summary>A backup cannot be made, restored or imported; the message says why and what to do, in one sentence or two.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
