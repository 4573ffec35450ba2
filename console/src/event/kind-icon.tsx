import { kindInWords } from "./meaning";

const paths: Record<string, string> = {
  deployment: "M8 11V3M4.5 6.5 8 3l3.5 3.5M3 13.5h10",
  release: "M2.5 2.5H8l5.5 5.5L8 13.5 2.5 8zM5.5 5.5h.01",
  rollback: "M3 7h7a3 3 0 0 1 0 6H7M3 7l3-3M3 7l3 3",
  migration: "M3 4.5c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2zM3 4.5v7c0 1.1 2.2 2 5 2s5-.9 5-2v-7M3 8c0 1.1 2.2 2 5 2s5-.9 5-2",
  configChange: "M2.5 5H8M12 5h1.5M2.5 11H4M8 11h5.5M8 3.5h4v3H8zM4 9.5h4v3H4z",
  featureFlag: "M5 4.5h6a3.5 3.5 0 0 1 0 7H5a3.5 3.5 0 0 1 0-7zM11 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
  dataLoad: "M8 2.5V10M4.5 6.5 8 10l3.5-3.5M2.5 10v3.5h11V10",
  cachePurge: "M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3",
  content: "M4 2.5h5.5L12 5v8.5H4zM6 7h4M6 10h4",
  scaling: "M9 7l4.5-4.5M10 2.5h3.5V6M7 9l-4.5 4.5M6 13.5H2.5V10",
  certificate: "M8 2.5 13 4v4c0 3-2.2 4.8-5 5.5C5.2 12.8 3 11 3 8V4zM6 8l1.5 1.5L10.5 6",
  maintenance: "M13 4.5 10.5 7 9 5.5 11.5 3a3.5 3.5 0 0 0-4.6 4.4L2.5 11.8l1.7 1.7 4.4-4.4A3.5 3.5 0 0 0 13 4.5z",
  incident: "M8 2.5 14 13H2zM8 6.5v3M8 11.3h.01",
  freeze: "M8 2v12M2.8 5l10.4 6M13.2 5 2.8 11",
  pipeline: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6.7 5.7 10.3 8l-3.6 2.3z",
  other: "M8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
};

/** The kind of an event as a shape. Its type is the text beside it. */
export function KindIcon({ kind }: { kind: string }) {
  return (
    <span class="kind-icon" title={kindInWords(kind)}>
      <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
        <path d={paths[kind] ?? paths.other} />
      </svg>
    </span>
  );
}
