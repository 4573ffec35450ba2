/** Parameters that the list of events has and the grid has not. */
const ofTheList = ["q", "from", "to", "event", "source", "tz"];

/** Where an address leads today: links from when the list stood at / still lead to it. */
export function settled(address: URL): URL {
  if (address.pathname !== "/" || !ofTheList.some((name) => address.searchParams.has(name))) return address;
  const moved = new URL(address);
  moved.pathname = "/events";
  return moved;
}
