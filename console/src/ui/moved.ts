/** Parameters of the event list that the grid doesn't have. */
const ofTheList = ["q", "from", "to", "event", "source", "tz"];

/** Redirects old links: the event list used to be at /, the comparison at /diff with one moment for both sides. */
export function settled(address: URL): URL {
  if (address.pathname === "/diff") {
    const compared = new URL(address);
    compared.pathname = "/compare";
    return compared;
  }
  if (address.pathname !== "/" || !ofTheList.some((name) => address.searchParams.has(name))) return address;
  const moved = new URL(address);
  moved.pathname = "/events";
  return moved;
}
