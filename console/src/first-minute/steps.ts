import type { Grid } from "../cell/shape";

/** What the API knows of the first steps; null where this person may not read it. */
export interface Facts {
  keys: readonly { lastUsedAt: string | null; mcpCalls: number }[] | null;
  people: number | null;
  hasContext: boolean | null;
}

export interface Step {
  name: string;
  href: string;
  about: string;
  isDone: boolean;
}

export function stepsOf({ keys, people, hasContext }: Facts): Step[] {
  return [
    {
      name: "Pipeline",
      href: "/settings/keys",
      about: "Create a key and paste its snippet into your pipeline",
      isDone: keys?.some((key) => key.lastUsedAt !== null) ?? false,
    },
    { name: "Team", href: "/settings/people", about: "Invite the people who are on call", isDone: (people ?? 0) > 1 },
    {
      name: "Assistant",
      href: "/settings/assistant",
      about: "Connect an assistant, or describe your systems to it",
      isDone: hasContext === true || (keys?.some((key) => key.mcpCalls > 0) ?? false),
    },
  ];
}

const youngFor = 14 * 86_400_000;
const fewSystems = 8;
const demoId = /^demo-\d{8}/;

/** Whether the cells show events of the demo month. */
export const hasDemo = (grid: Grid) =>
  grid.rows.some(({ cells }) =>
    cells.some(({ lastEvent, versionEvent }) => [lastEvent, versionEvent].some((event) => event && demoId.test(event.id))),
  );

/** Whether a few systems began in the last weeks. */
export function isYoung(grid: Grid): boolean {
  if (grid.rows.length > fewSystems) return false;
  const firsts = grid.rows.flatMap(({ cells }) => cells.map((cell) => Date.parse(cell.firstSeen)));
  return firsts.length > 0 && Math.min(...firsts) > Date.parse(grid.at) - youngFor;
}
