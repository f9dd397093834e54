import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestProject, testProject } from "./ingest-project.js";

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

const regions = (kind = "csv", more = "") =>
  `  regions: {entity: region, kind: ${kind}, path: "data/region*"${more}}\n`;
const heading = "区划代码,名称,备注\n";

describe("ingest", () => {
  it("takes rows as they came, with file, row number and what no column names", async () => {
    project.put("data/region.csv", `${heading}650202,独山子区,甲\n650203, 克拉玛依区 ,\n`);
    const report = await project.run(regions(), "2026-01-02");
    expect(report).toEqual({
      sources: [
        {
          source: "regions",
          entity: "region",
          state: "read",
          message: null,
          read: 2,
          added: 2,
          withdrawn: 0,
          files: [
            {
              source: "regions",
              entity: "region",
              file: "data/region.csv",
              state: "read",
              message: null,
              rows: 2,
              added: 2,
              withdrawn: 0,
            },
          ],
        },
      ],
      read: 2,
      added: 2,
      withdrawn: 0,
    });
    expect(
      await project.live(
        "region",
        "raw_id, source, file, row_number, run_id, known_at, parse_fault, region_code, region_name, parent_region_code, other_columns",
      ),
    ).toEqual([
      {
        raw_id: "2",
        source: "regions",
        file: "data/region.csv",
        row_number: "2",
        run_id: "run-1",
        known_at: "2026-01-02 00:00:00",
        parse_fault: null,
        region_code: "650202",
        region_name: "独山子区",
        parent_region_code: null,
        other_columns: '{"备注":"甲"}',
      },
      {
        raw_id: "3",
        source: "regions",
        file: "data/region.csv",
        row_number: "3",
        run_id: "run-1",
        known_at: "2026-01-02 00:00:00",
        parse_fault: null,
        region_code: "650203",
        region_name: " 克拉玛依区 ",
        parent_region_code: null,
        other_columns: null,
      },
    ]);
  });
});
