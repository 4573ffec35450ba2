import type { Attempt } from "../cell/shape";
import { shortVersion } from "../event/name-parts";
import { clockTime } from "../ui/when";
import type { Zone } from "../ui/zone";
import { age } from "./age";

interface AttemptWords {
  doing: string;
  failed: string;
  doingVersion: (version: string) => string;
  failedVersion: (version: string) => string;
}

const wordsOf = (doing: string, noun: string, verb: string): AttemptWords => ({
  doing,
  failed: `${noun} failed`,
  doingVersion: (version) => `${doing} ${version}`,
  failedVersion: (version) => `${version} failed to ${verb}`,
});

const deployment = wordsOf("deploying", "deployment", "deploy");
const attempts: Record<string, AttemptWords> = {
  deployment,
  release: wordsOf("releasing", "release", "release"),
  migration: wordsOf("migrating", "migration", "migrate"),
  rollback: {
    ...wordsOf("rolling back", "rollback", "roll back"),
    doingVersion: (version) => `rolling back to ${version}`,
    failedVersion: (version) => `rollback to ${version} failed`,
  },
};

/** Describes an attempt that runs: "deploying 1.1.0 since 10:04". */
export function progressInWords({ kind, version, time }: Attempt, at: string, zone: Zone): string {
  const words = attempts[kind] ?? deployment;
  const what = version === null ? words.doing : words.doingVersion(shortVersion(version));
  return `${what} since ${clockTime(Date.parse(time), Date.parse(at), zone)}`;
}

/** Describes an attempt that failed: "1.1.0 failed to deploy, 12 min ago". */
export function failureInWords({ kind, version, time }: Attempt, at: string): string {
  const words = attempts[kind] ?? deployment;
  const since = age(time, at);
  const what = version === null ? words.failed : words.failedVersion(shortVersion(version));
  return `${what}, ${since === "now" ? "just now" : `${since} ago`}`;
}
