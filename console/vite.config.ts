import { defineConfig } from "vite";

// For `npm run dev`: proxies the API to a locally running program.
const program = "http://localhost:7071";

export default defineConfig({
  build: {
    outDir: "../OpsTrails.Functions/wwwroot",
    emptyOutDir: true,
    target: "es2022",
    // The content security policy refuses inline scripts and data URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // For scripts/check-size.mjs, which deletes it.
    manifest: true,
  },
  server: { proxy: { "/api": program, "/openapi": program, "/health": program, "/docs": program } },
});
