/** Environments in the order in which versions move through them. */
export type Ladders = readonly (readonly string[])[];

export const mostLadders = 50;
export const mostStages = 50;

export function addLadder(ladders: Ladders): Ladders {
  return [...ladders, [""]];
}

export function removeLadder(ladders: Ladders, at: number): Ladders {
  return ladders.filter((_, i) => i !== at);
}

function change(ladders: Ladders, at: number, how: (stages: readonly string[]) => readonly string[]): Ladders {
  return ladders.map((stages, i) => (i === at ? how(stages) : stages));
}

/** A name goes into the last row when that still waits for one. */
export function addStage(ladders: Ladders, at: number, stage = ""): Ladders {
  return change(ladders, at, (stages) => [...(stage !== "" && stages.at(-1) === "" ? stages.slice(0, -1) : stages), stage]);
}

export function setStage(ladders: Ladders, at: number, stage: number, name: string): Ladders {
  return change(ladders, at, (stages) => stages.map((old, i) => (i === stage ? name : old)));
}

export function removeStage(ladders: Ladders, at: number, stage: number): Ladders {
  return change(ladders, at, (stages) => stages.filter((_, i) => i !== stage));
}

/** Moves a stage by one; where there is no further place nothing changes. */
export function moveStage(ladders: Ladders, at: number, stage: number, by: -1 | 1): Ladders {
  return change(ladders, at, (stages) => {
    const [one, other] = [stages[stage], stages[stage + by]];
    return one === undefined || other === undefined ? stages : stages.map((old, i) => (i === stage ? other : i === stage + by ? one : old));
  });
}

/** As they are sent: rows that were left empty are no stages, a ladder without any is none. */
export function toWire(ladders: Ladders): string[][] {
  return ladders.map((stages) => stages.filter((stage) => stage !== "")).filter((stages) => stages.length > 0);
}

/** The path by which the server names each row; rows that are not sent have none. */
export function wirePaths(ladders: Ladders): (string | null)[][] {
  let ladder = -1;
  return ladders.map((stages) => {
    if (stages.some((stage) => stage !== "")) ladder++;
    let at = -1;
    return stages.map((stage) => (stage === "" ? null : `ladders[${ladder}][${++at}]`));
  });
}

/** Recorded environments that stand on no ladder yet. */
export function unplaced(ladders: Ladders, subjects: readonly string[]): string[] {
  const placed = new Set(ladders.flat());
  return subjects.filter((subject) => !placed.has(subject));
}
