namespace OpsTrails.Storage;

/// <summary>
/// Something wrapped around the store: limits, metering. Layers are registered in the service collection and applied in that order,
/// the first one nearest to the store.
/// </summary>
internal sealed record TableStoreLayer(Func<ITableStore, ITableStore> Wrap);
