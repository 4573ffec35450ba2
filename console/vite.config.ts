import { defineConfig } from "vite";

// For `npm run dev`: everything that is not the console is asked of a program that runs beside it.
const program = "http://localhost:7071";

export default defineConfig({
  build: {
    outDir: "../OpsTrails.Functions/wwwroot",
    emptyOutDir: true,
    target: "es2022",
    // No inline script or data URL: the content security policy refuses them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // For scripts/check-size.mjs, which takes it away again.
    manifest: true,
  },
  server: { proxy: { "/api": program, "/openapi": program, "/health": program, "/docs": program } },
});
