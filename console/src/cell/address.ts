/** The grid as it was right before a moment. */
export const gridBefore = (time: string) => `/?${new URLSearchParams({ at: new Date(Date.parse(time) - 1).toISOString() })}`;
