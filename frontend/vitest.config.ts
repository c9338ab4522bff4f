import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "quintain/exhibits": new URL("./src/exhibits/kit.ts", import.meta.url).pathname } },
});
