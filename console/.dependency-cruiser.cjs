// Which folder of src may import which: `npm run lint` fails on anything else.
//
//   ui, api                                      know no other folder
//   event, query, cell, session, names, links, live  what several pages share
//   grid, events, settings/keys and the others   pages and their parts
//   src/*.tsx                                    the app, which puts the pages together

const bottom = "^src/(ui|api)/";
const shared = "^src/(event|query|cell|session|names|links|live)/";
const page = "^src/(?!(ui|api|event|query|cell|session|names|links|live|styles)/)[^/]+/";
const app = "^src/[^/]+$";
const test = "[.]test[.]tsx?$";

const layer = (name, from, to) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: test },
  to: { path: to },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-cycle-between-folders",
      comment: "Move what both folders need into event, query, cell, session, names, links, live or ui.",
      severity: "error",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
    layer("bottom-knows-no-feature", bottom, [shared, page, app]),
    layer("shared-knows-no-page", shared, [page, app]),
    layer("page-knows-no-app", page, app),
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    moduleSystems: ["es6"],
    exclude: { path: test },
  },
};
