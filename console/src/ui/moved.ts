/** Parameters of the event list that the grid doesn't have. */
const ofTheList = ["q", "from", "to", "event", "source", "tz"];

/** Redirects old links: the event list used to be at /. */
export function settled(address: URL): URL {
  if (address.pathname !== "/" || !ofTheList.some((name) => address.searchParams.has(name))) return address;
  const moved = new URL(address);
  moved.pathname = "/events";
  return moved;
}
