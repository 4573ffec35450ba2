/** The address of the grid just before a time. */
export const gridBefore = (time: string) => `/?${new URLSearchParams({ at: new Date(Date.parse(time) - 1).toISOString() })}`;
