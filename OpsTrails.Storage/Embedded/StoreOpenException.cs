namespace OpsTrails.Storage.Embedded;

/// <summary>The embedded store cannot be opened; the message is one sentence for whoever runs the process.</summary>
internal sealed class StoreOpenException(string message, Exception? inner = null) : Exception(message, inner);
