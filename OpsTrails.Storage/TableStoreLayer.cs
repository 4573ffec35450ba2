namespace OpsTrails.Storage;

/// <summary>
/// A decorator of the store, such as limits or metering. Layers apply in the order of registration, the first one closest to the store.
/// </summary>
internal sealed record TableStoreLayer(Func<ITableStore, ITableStore> Wrap);
