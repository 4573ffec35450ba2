namespace OpsTrails.Storage.Embedded;

/// <summary>The embedded store can't be opened. The message is a sentence for the operator.</summary>
internal sealed class StoreOpenException(string message, Exception? inner = null) : Exception(message, inner);
