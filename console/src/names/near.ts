const maxLength = 100;
const maxFound = 5;

const fold = (name: string) => name.slice(0, maxLength).toUpperCase();

/** The last segment of a URI or path. */
const lastOf = (name: string) => name.replace(/[/:]+$/, "").split(/[/:]/).at(-1)!;

/** The names nearest to one that doesn't exist, nearest first; empty when none is near. */
export function nearNames(asked: string, names: readonly string[]): string[] {
  const wanted = fold(asked);
  return names
    .map((name) => ({ name, distance: Math.min(...[name, lastOf(name)].map((part) => distanceOf(wanted, fold(part)))) }))
    .filter((near) => near.distance <= Math.max(2, wanted.length / 3))
    .sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, maxFound)
    .map((near) => near.name);
}

/** The edit distance; 1 when one name contains the other. */
function distanceOf(wanted: string, name: string): number {
  if (wanted === name) return 0;
  if (wanted.length > 1 && name.length > 1 && (name.includes(wanted) || wanted.includes(name))) return 1;
  let before = Array.from({ length: name.length + 1 }, (_, i) => i);
  for (let i = 1; i <= wanted.length; i++) {
    const row = [i];
    for (let j = 1; j <= name.length; j++)
      row[j] = Math.min(Math.min(row[j - 1]!, before[j]!) + 1, before[j - 1]! + (wanted[i - 1] === name[j - 1] ? 0 : 1));
    before = row;
  }
  return before[name.length]!;
}
