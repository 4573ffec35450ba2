/** Lists of environments, in the order versions move through them. */
export type Ladders = readonly (readonly string[])[];

export const maxLadders = 50;
export const maxStages = 50;

export function addLadder(ladders: Ladders): Ladders {
  return [...ladders, [""]];
}

export function removeLadder(ladders: Ladders, at: number): Ladders {
  return ladders.filter((_, i) => i !== at);
}

function change(ladders: Ladders, at: number, how: (stages: readonly string[]) => readonly string[]): Ladders {
  return ladders.map((stages, i) => (i === at ? how(stages) : stages));
}

/** Adds a stage. A name fills the last row when that is still empty. */
export function addStage(ladders: Ladders, at: number, stage = ""): Ladders {
  return change(ladders, at, (stages) => [...(stage !== "" && stages.at(-1) === "" ? stages.slice(0, -1) : stages), stage]);
}

export function setStage(ladders: Ladders, at: number, stage: number, name: string): Ladders {
  return change(ladders, at, (stages) => stages.map((old, i) => (i === stage ? name : old)));
}

export function removeStage(ladders: Ladders, at: number, stage: number): Ladders {
  return change(ladders, at, (stages) => stages.filter((_, i) => i !== stage));
}

/** Moves a stage up or down, unless it is at the end already. */
export function moveStage(ladders: Ladders, at: number, stage: number, by: -1 | 1): Ladders {
  return change(ladders, at, (stages) => {
    const [one, other] = [stages[stage], stages[stage + by]];
    return one === undefined || other === undefined ? stages : stages.map((old, i) => (i === stage ? other : i === stage + by ? one : old));
  });
}

/** The value for the API, without empty rows and empty ladders. */
export function toWire(ladders: Ladders): string[][] {
  return ladders.map((stages) => stages.filter((stage) => stage !== "")).filter((stages) => stages.length > 0);
}

/** The path of each row in the server's error messages; null for empty rows. */
export function wirePaths(ladders: Ladders): (string | null)[][] {
  let ladder = -1;
  return ladders.map((stages) => {
    if (stages.some((stage) => stage !== "")) ladder++;
    let at = -1;
    return stages.map((stage) => (stage === "" ? null : `ladders[${ladder}][${++at}]`));
  });
}

/** Recorded environments that are on no ladder yet. */
export function unplaced(ladders: Ladders, subjects: readonly string[]): string[] {
  const placed = new Set(ladders.flat());
  return subjects.filter((subject) => !placed.has(subject));
}
