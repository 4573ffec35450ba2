// Writes a compressed copy next to every file that compresses well. The server sends these copies as they are.
// Usage: node scripts/compress.mjs <folder>
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const compressible = /\.(css|html|js|json|svg|txt|webmanifest)$/;

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const plain = readFileSync(path);
  const copies = {
    br: brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length, [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
    gz: gzipSync(plain, { level: 9 }),
  };
  for (const [suffix, packed] of Object.entries(copies)) {
    if (packed.length < plain.length) writeFileSync(`${path}.${suffix}`, packed);
  }
}
