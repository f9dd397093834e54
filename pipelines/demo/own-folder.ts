import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../fault.js";

/** With this the sise.yaml of a synthetic city begins: no other project's data are ever written over. */
export const syntheticMark = "# 合成数据";

/** Throws a Fault of usage where a folder holds a project, or data, that the generator did not make. */
export function checkOwnFolder(folder: string): void {
  const config = join(folder, "sise.yaml");
  const data = join(folder, "data");
  if (existsSync(config)) {
    if (
      readFileSync(config, "utf8")
        .replace(/^\ufeff/, "")
        .startsWith(syntheticMark)
    )
      return;
    throw new Fault(
      {
        zh: `${config}：此处已有一个不是演示的项目，生成会覆盖它的 data/，应为空目录或此前的演示；请另指目录`,
        en: `${config}: found a project that is no demo, whose data/ would be written over, expected an empty folder or an earlier demo; name another folder`,
      },
      "usage",
    );
  }
  const map = join(folder, "regions.geojson");
  const found = existsSync(data) && readdirSync(data).length > 0 ? data : existsSync(map) ? map : null;
  if (found !== null)
    throw new Fault(
      {
        zh: `${found}：此处已有数据而没有 sise.yaml，应为空目录或此前的演示；请另指目录`,
        en: `${found}: found data without a sise.yaml, expected an empty folder or an earlier demo; name another folder`,
      },
      "usage",
    );
}
