import type { Text } from "../text.js";
import { departmentName } from "./department-name.js";
import { byText } from "./draw.js";
import type { PlannedVisit } from "./result.js";
import type { VisitKind } from "./problem.js";

/** What a visit looks at where an enterprise has neither a risk point nor an open hazard on record. */
export const noFocus: Text = {
  zh: "没有风险点和未整改隐患的数据：先核实风险辨识与报送",
  en: "no risk point and no open hazard on record: see first whether risks are identified and reported",
};

/** What is known of an enterprise beside its planned visits; null: not told. */
export interface SheetEnterprise {
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly level: string;
  readonly min_per_year: number;
  readonly max_per_year: number;
  readonly focus: string | null;
  readonly reason: string | null;
}

/** The headings of a published annual check plan (龙岩市 2025), in its order. */
export const sheetHeadings: readonly string[] = [
  "序号",
  "检查事项",
  "实施依据",
  "具体检查对象（含数量）或“双随机”抽查对象（含总数及比例）",
  "检查内容（项目）",
  "检查方式",
  "检查频次和上限",
  "检查时间安排",
  "承办机构",
  "是否属跨部门联合检查",
  "备注",
];

const kinds: Readonly<Record<VisitKind, string>> = {
  full: "全覆盖检查",
  special: "专项检查",
  random: "双随机抽查",
  follow_up: "复查",
  complaint: "举报核查",
  desk: "非现场检查",
};
const bases: Readonly<Record<PlannedVisit["basis"], string>> = {
  statutory: "最低频次",
  risk: "按风险增加",
  random: "双随机",
  fixed: "已商定",
};

/** Draws of a month and department: how many could be drawn. */
export type Pool = ReadonlyMap<string, { readonly drawn: number; readonly pool: number }>;

/** How many could be drawn and were, by `department|month`, from the register of the draw. */
export function poolsOf(
  register: readonly { readonly departmentCode: string; readonly month: string; readonly isDrawn: boolean }[],
): Pool {
  const pools = new Map<string, { drawn: number; pool: number }>();
  for (const line of register) {
    const key = `${line.departmentCode}|${line.month}`;
    const own = pools.get(key) ?? { drawn: 0, pool: 0 };
    pools.set(key, { drawn: own.drawn + (line.isDrawn ? 1 : 0), pool: own.pool + 1 });
  }
  return pools;
}

/** A share as a percentage with one decimal, half up, in whole numbers. */
function percent(part: number, whole: number): string {
  const tenths = Math.floor((part * 2000 + whole) / (2 * whole));
  return `${Math.floor(tenths / 10)}.${tenths % 10}%`;
}

/**
 * The plan as rows of the columns of a published annual check plan (methods 6.4), one a visit, ordered by month,
 * department and rank; texts are Chinese, as the form is.
 */
export function planSheet(
  visits: readonly PlannedVisit[],
  known: {
    readonly enterprises: ReadonlyMap<string, SheetEnterprise>;
    readonly departmentNames: ReadonlyMap<string, string>;
    readonly pools: Pool;
    readonly seed: string;
    /** Method and edition of the requirement. */
    readonly rule: string;
  },
): readonly (readonly string[])[] {
  return [...visits]
    .sort(
      (a, b) =>
        byText(a.month, b.month) ||
        byText(a.departmentCode, b.departmentCode) ||
        (a.rank ?? 0) - (b.rank ?? 0) ||
        byText(a.enterpriseId, b.enterpriseId),
    )
    .map((visit, index) => {
      const enterprise = known.enterprises.get(visit.enterpriseId);
      const name = enterprise?.enterprise_name ?? visit.enterpriseId;
      const pool = known.pools.get(`${visit.departmentCode}|${visit.month}`);
      const isRandom = visit.basis === "random";
      return [
        String(index + 1),
        "安全生产监督检查",
        isRandom
          ? `双随机抽取，种子 ${known.seed}；${known.rule}（项目默认值）`
          : `安监总政法〔2017〕150号；${known.rule}（项目默认值）`,
        isRandom && pool
          ? `${name}（${visit.enterpriseId}）；抽查对象 ${pool.pool} 家，抽取 ${pool.drawn} 家，${percent(pool.drawn, pool.pool)}`
          : `${name}（${visit.enterpriseId}），1 家`,
        enterprise?.focus ?? noFocus.zh,
        kinds[visit.visitKind],
        enterprise ? `每年至少 ${enterprise.min_per_year} 次，上限 ${enterprise.max_per_year} 次` : "",
        `${visit.month.slice(0, 4)}年${Number(visit.month.slice(5, 7))}月`,
        departmentName(visit.departmentCode, known.departmentNames, "zh"),
        "否",
        [
          bases[visit.basis],
          `${visit.personDays} 人日`,
          visit.isLate ? "晚于到期月" : "",
          enterprise?.reason ?? "",
        ]
          .filter((text) => text !== "")
          .join("；"),
      ];
    });
}
