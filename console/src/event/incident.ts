/** Whether an incident isn't over. */
export const isOpenIncident = ({ state }: { state: string }) => state === "open" || state === "acknowledged";
