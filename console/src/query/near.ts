/** The number of letters to add, drop or change to turn one text into the other. */
function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++)
      row[j] = Math.min(row[j - 1]! + 1, before[j]! + 1, before[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
    before = row;
  }
  return before[other.length]!;
}

const maxLength = 100;

/** The nearest of some names to a name that isn't one of them: another letter case, a part, a slip. Null if none is near. */
export function nearest(asked: string, names: readonly string[]): string | null {
  const fold = (text: string) => text.slice(0, maxLength).toLowerCase();
  const wanted = fold(asked);
  if (wanted === "") return null;
  let best: { name: string; rank: number } | null = null;
  for (const name of names) {
    const folded = fold(name);
    const contains = wanted.length > 1 && folded.length > 1 && (folded.includes(wanted) || wanted.includes(folded));
    // Of a URI, people know its end.
    const own = folded.slice(folded.lastIndexOf("/") + 1);
    const rank = folded === wanted ? 0 : contains ? 1 : Math.min(distance(wanted, folded), distance(wanted, own) + 1);
    if (rank <= Math.max(2, wanted.length / 3) && (best === null || rank < best.rank)) best = { name, rank };
  }
  return best?.name ?? null;
}
