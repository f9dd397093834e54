import { entityContract } from "../../models/entities.js";

const own: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  region: { region_code: "650202", parent_region_code: "650200" },
  installation_chemical: { cas_no: "7782-50-5" },
  enterprise: { industry_code: "C26" },
  assessment_input: { subject_type: "region", subject_id: "650202" },
  // The last character checks the others (methods.md 4.6).
  enterprise_alias: { old_enterprise_id: "650200100000001" },
};

/** The enterprise of every good row. */
export const goodEnterprise = "91650200MA0000000X";

/** One row that meets an entity's contract with every column filled: JSON values as the zod schema reads them. */
export function goodRow(entityName: string): Record<string, unknown> {
  return Object.fromEntries(
    entityContract(entityName).columns.map((column) => {
      const given = own[entityName]?.[column.name];
      if (given !== undefined) return [column.name, given];
      if (column.name === "region_code") return [column.name, "650202"];
      if (column.name === "enterprise_id") return [column.name, goodEnterprise];
      if (column.foreign) return [column.name, `${column.foreign.column}-1`];
      if (column.values) return [column.name, column.values[0]?.code];
      switch (column.type) {
        case "int":
          return [column.name, 7];
        case "dec":
          return [column.name, 1.5];
        case "bool":
          return [column.name, true];
        case "date":
          return [column.name, "2026-11-01"];
        case "time":
          return [column.name, "2026-11-20T08:30"];
        default:
          return [column.name, `${column.name}-1`];
      }
    }),
  );
}

/** The same row as texts, as a file would bring it. */
export function goodCells(entityName: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(goodRow(entityName)).map(([name, value]) => [name, String(value)]),
  );
}
