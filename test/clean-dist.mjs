// A build starts from an empty dist/, so that no file of a deleted module lingers in it.
import { rmSync } from "node:fs";

rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
