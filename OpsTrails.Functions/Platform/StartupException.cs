namespace OpsTrails.Functions.Platform;

/// <summary>The program cannot start; the message is one sentence for the person who starts it.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
