namespace OpsTrails.Functions.Platform;

/// <summary>The program can't start. The message is shown to the person at the terminal, on one line.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
