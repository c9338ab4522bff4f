import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "quintain/exhibits": fileURLToPath(new URL("./src/exhibits/kit.ts", import.meta.url)) } },
});
