import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { codesOfColumn } from "../../models/indicator-codes.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { operandsOf } from "../../models/rule-condition.js";
import { conditionsOf } from "../../models/rule-lint.js";
import { rulePackSchema } from "../../models/rule-pack.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { faultsIn, faultsOf, shippedFolder, shippedText } from "./shipped-pack.js";

const general = "enterprise-level-general/2016-10-09.yaml";
const sectors =
  "chemical, coal_mine, mine, fireworks, metal_smelting, construction, transport, civil_explosive, fishery, industry_trade, other";

describe("a code that an indicator never has", () => {
  it.each([
    [
      'when: {indicator: is_discredited, eq: "true"}',
      'when: {indicator: is_discredited, eq: "ture"}',
      'determinations.discredited: compares is_discredited with "ture", expected one of true, false; correct the code',
      'determinations.discredited：把 is_discredited 与 "ture" 比较，应为 true、false 之一；请改正代码',
    ],
    [
      "{indicator: regulated_sector, ne: chemical}",
      "{indicator: regulated_sector, ne: chemicl}",
      `applies: compares regulated_sector with "chemicl", expected one of ${sectors}; correct the code`,
      `applies：把 regulated_sector 与 "chemicl" 比较，应为 ${sectors.replaceAll(", ", "、")} 之一；请改正代码`,
    ],
    [
      "{indicator: operating_status, ne: closed}",
      "{indicator: operating_status, ne: close}",
      'applies: compares operating_status with "close", expected one of operating, suspended, closed, under_construction; correct the code',
      'applies：把 operating_status 与 "close" 比较，应为 operating、suspended、closed、under_construction 之一；请改正代码',
    ],
    [
      "{indicator: operating_status, ne: closed}",
      "{not: {indicator: operating_status, not_in: [operating, suspend, closd]}}",
      'applies: compares operating_status with "suspend", "closd", expected one of operating, suspended, closed, under_construction; correct the code',
      'applies：把 operating_status 与 "suspend"、"closd" 比较，应为 operating、suspended、closed、under_construction 之一；请改正代码',
    ],
    [
      '{indicator: proven_installation_grade, in: ["1", "2"]}',
      '{indicator: proven_installation_grade, in: ["I", "II"]}',
      'determinations.dangerous_plant: compares proven_installation_grade with "I", "II", expected one of 1, 2, 3, 4, none; correct the code',
      'determinations.dangerous_plant：把 proven_installation_grade 与 "I"、"II" 比较，应为 1、2、3、4、none 之一；请改正代码',
    ],
    [
      "{code: industry_trade, points: 6",
      "{code: industry_trad, points: 6",
      `indicators.regulated_sector.lookup[9].code: found industry_trad, expected one of ${sectors}; correct the code or take the row out`,
      `indicators.regulated_sector.lookup[9].code：读到 industry_trad，应为 ${sectors.replaceAll(", ", "、")} 之一；请改正代码，或删去此行`,
    ],
    [
      '{code: "3", points: 1, title: {zh: 三级',
      '{code: "4", points: 1, title: {zh: 三级',
      "indicators.standardization_grade.lookup[2].code: found 4, expected one of 1, 2, 3, none; correct the code or take the row out",
      "indicators.standardization_grade.lookup[2].code：读到 4，应为 1、2、3、none 之一；请改正代码，或删去此行",
    ],
  ])("%s as %s", (from, to, en, zh) => {
    expect(faultsOf(general, from, to)).toEqual([{ zh, en }]);
  });

  it.each([
    "{indicator: is_discredited, eq: true}",
    '{indicator: is_discredited, ne: "false"}',
    "{indicator: regulated_sector, in: [mine, other]}",
    "{indicator: operating_status, not_in: [suspended, under_construction]}",
    '{not: {indicator: standardization_grade, in: ["1", none]}}',
    "{indicator: worst_installation_grade, eq: none}",
    "{indicator: in_chemical_park, eq: false}",
    "{indicator: in_chemical_park, known: false}",
  ])("is none in %s", (when) => {
    expect(faultsOf(general, '{indicator: is_discredited, eq: "true"}', when)).toEqual([]);
  });

  it("is told with the file that it stands in", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sise-codes-"));
    try {
      mkdirSync(join(folder, "enterprise-level-general"));
      const text = shippedText(general)
        .replace("edition: 2016-10-09", "edition: 2026-01-01")
        .replace('is_discredited, eq: "true"', 'is_discredited, eq: "ture"');
      writeFileSync(join(folder, "enterprise-level-general", "2026-01-01.yaml"), text);
      await expect(
        readRulePacks({ cityFolder: folder, catalogue: indicatorCatalogue }),
      ).rejects.toMatchObject({
        messages: [
          'rules/enterprise-level-general/2026-01-01.yaml › determinations.discredited: compares is_discredited with "ture", expected one of true, false; correct the code',
        ],
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is a text where a number was counted or entered, unless the pack looks it up by words of its own", () => {
    const entered = "{indicator: chem_process_count, known: false}";
    expect(faultsOf(general, entered, '{indicator: chem_process_count, eq: "yes"}')).toEqual([
      {
        zh: 'applies：把 chem_process_count 与 "yes" 比较，而它是数值；请写数字',
        en: 'applies: compares chem_process_count with "yes", but it is a number; write a number',
      },
    ]);
    expect(
      faultsOf(
        general,
        "{indicator: ungraded_accidents_3y, ge: 1}",
        "{indicator: ungraded_accidents_3y, eq: some}",
      ),
    ).toEqual([
      expect.objectContaining({
        en: 'determinations.accident_grade_unknown: compares ungraded_accidents_3y with "some", but it is a number; write a number',
      }),
    ]);
    expect(faultsOf(general, entered, "{indicator: chem_process_count, eq: 0}")).toEqual([]);
    // A look-up writes what is entered as a code; a condition reads the number all the same.
    const lookup = (code: string): string =>
      `entered: true\n    part: inherent\n    missing: {as: not_applicable}\n    lookup: [{code: ${code}, points: 1}]`;
    const own = (code: string, eq: string): string =>
      shippedText(general)
        .replace("entered: true", lookup(code))
        .replace(entered, `{indicator: chem_process_count, eq: ${eq}}`);
    expect(faultsIn(own('"1"', "1"))).toEqual([]);
    expect(faultsIn(own('"1"', '"1"')).map((each) => each.en)).toEqual([
      'applies: compares chem_process_count with "1", but it is a number; write a number',
    ]);
    expect(faultsIn(own("many", "many"))).toEqual([]);
  });

  it("is a text among the rows of a look-up of numbers", () => {
    const bands = "bands: [{from: 0, points: 0}, {from: 1, points: 1}]";
    const rows = (code: string): string => `lookup: [{code: 0, points: 0}, {code: ${code}, points: 1}]`;
    const requirement = "inspection-requirement/2021-03-30.yaml";
    for (const sound of ["1", "0.5", '"1"']) expect(faultsOf(requirement, bands, rows(sound))).toEqual([]);
    for (const odd of ["one", '"1.0"'])
      expect(faultsOf(requirement, bands, rows(odd))).toEqual([
        {
          zh: `indicators.fatal_accidents_3y.lookup[1].code：读到 ${odd.replaceAll('"', "")}，应为数值，写法如 1 或 0.5；请改正，或删去此行`,
          en: `indicators.fatal_accidents_3y.lookup[1].code: found ${odd.replaceAll('"', "")}, expected a number, written as 1 or 0.5; correct it or take the row out`,
        },
      ]);
  });
});

describe("the codes of the catalogue", () => {
  // Where a city brings codes of its own, and why nothing can be said of them; none at present.
  const open: Readonly<Record<string, string>> = {};
  const packs = readdirSync(shippedFolder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".yaml"))
    .map((path) => ({ path, pack: rulePackSchema.parse(parse(shippedText(path))) }));

  it("are listed for every indicator of codes, or it is open for a reason, and for no number", () => {
    for (const { purpose, id, kind, codes } of indicatorCatalogue) {
      const place = `${purpose} ${id}`;
      if (kind === "number") expect(codes, place).toBeNull();
      else if (place in open)
        expect([codes, open[place]], place).toEqual([null, expect.stringMatching(/\S/)]);
      else expect(new Set(codes).size, place).toBeGreaterThan(1);
    }
  });

  it("hold every code that a shipped pack reads", () => {
    const read = packs.flatMap(({ path, pack }) => {
      const codesOf = (id: string) =>
        indicatorCatalogue.find((one) => one.purpose === pack.purpose && one.id === id)?.codes ?? null;
      return [
        ...conditionsOf(pack).flatMap(([where, condition]) =>
          operandsOf(condition).flatMap(({ operandId, values }) =>
            values.map((value) => [path, where, operandId, String(value), codesOf(operandId)] as const),
          ),
        ),
        ...(pack.indicators ?? []).flatMap(({ id, lookup }) =>
          (lookup ?? []).map(({ code }) => [path, "lookup", id, code, codesOf(id)] as const),
        ),
      ].filter(([, , , , codes]) => codes !== null);
    });
    expect(read.length).toBeGreaterThan(40);
    for (const [path, where, id, code, codes] of read)
      expect(codes, `${path} ${where} ${id}`).toContain(code);
  });

  it("come from the contracts, with what the SQL adds or leaves out", () => {
    const codesOf = (purpose: string, id: string) =>
      indicatorCatalogue.find((one) => one.purpose === purpose && one.id === id)?.codes;
    expect(codesOf("enterprise_level", "worst_installation_grade")).toEqual(["1", "2", "3", "4", "none"]);
    expect(codesOf("premium", "discredited_list")).toEqual([
      "serious_dishonesty",
      "joint_discipline",
      "none",
    ]);
    expect(codesOf("premium", "enterprise_level")).toEqual(["red", "orange", "yellow", "blue"]);
    expect(codesOf("inspection_requirement", "enterprise_level")).toContain("insufficient_data");
    expect(codesOf("assessment", "subject_type")).toEqual(["region", "department"]);
    expect(() => codesOfColumn("enterprise", "industry_code")).toThrow(
      "enterprise.industry_code: no list of codes, expected a choice",
    );
  });
});
