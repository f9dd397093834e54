import { join } from "node:path";
import { serve as startServer } from "../serve.js";
import type { CommandContext } from "./context.js";

/** `sise serve`: the current publication over HTTP until interrupted. */
export async function serve(
  context: CommandContext,
  options: { port: number; host: string },
): Promise<number> {
  const server = await startServer(join(context.projectFolder, "published"), options);
  context.out(context.isJson ? JSON.stringify({ url: server.url }) : server.url);
  await new Promise<void>((stop) => {
    process.once("SIGINT", () => stop());
    process.once("SIGTERM", () => stop());
  });
  await server.close();
  return 0;
}
