import { initProject } from "../init.js";
import type { CommandContext } from "./context.js";

/** `sise init DIR`: a new project folder with a commented sise.yaml and an empty Excel template of every entity. */
export async function init(context: CommandContext, folder: string): Promise<number> {
  const written = await initProject(folder);
  if (context.isJson) context.out(JSON.stringify({ folder, files: written }));
  else
    context.out(
      context.lang === "zh"
        ? `已建立 ${folder}：填写 templates/ 中的表格放入 data/，再修改 sise.yaml。`
        : `${folder} is ready: fill the tables of templates/ into data/, then edit sise.yaml.`,
    );
  return 0;
}
