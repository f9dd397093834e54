import type { z } from "zod";
import { code, entity, needs, text } from "../contract.js";

export const gridCell = entity({
  name: "grid_cell",
  heading: { zh: "网格", en: "Grid cell" },
  meaning: { zh: "一个监管网格及其责任人", en: "one cell of grid supervision and who answers for it" },
  columns: {
    grid_id: code({ zh: "网格编号", en: "Grid ID" }, { key: true }),
    grid_name: text({ zh: "网格名称", en: "Grid name" }),
    region_code: code(
      { zh: "区划代码", en: "Region code" },
      { required: true, foreign: needs("region", "region_code") },
    ),
    responsible_unit: text({ zh: "责任单位", en: "Responsible unit" }),
    responsible_person: text({ zh: "责任人", en: "Responsible person" }),
  },
});

export type GridCell = z.infer<typeof gridCell.schema>;
