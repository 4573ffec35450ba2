const callbacks = new Set<() => unknown>();

/** Registers a callback for caches that can hold removed events. */
export const onRemoved = (callback: () => unknown) => void callbacks.add(callback);

/** Reports that events were removed here. */
export const reportRemoved = () => callbacks.forEach((forget) => forget());
