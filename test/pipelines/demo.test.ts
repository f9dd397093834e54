import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { casIsValid, usccIsValid } from "../../models/check-digit.js";
import { entities } from "../../models/entities.js";
import { parseConfig } from "../../pipelines/config.js";
import { type GeneratedCity, generateCity } from "../../pipelines/demo/generate.js";
import { prefectureCount } from "../../pipelines/demo/tables.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";
import { checksums, loadFile } from "./demo-files.js";

const folder = mkdtempSync(join(tmpdir(), "sise-demo-"));
const size = { enterprises: 1500, seed: 42, format: "csv" } as const;
let city: GeneratedCity;
let warehouse: Warehouse;

async function one(sql: string): Promise<Record<string, unknown>> {
  return (await warehouse.rows(sql))[0] ?? {};
}

beforeAll(async () => {
  city = await generateCity({ ...size, folder: join(folder, "city"), withLatent: true });
  warehouse = await openWarehouse(":memory:", { allowedFolders: [folder], memory: "2GiB", threads: 2 });
  for (const file of city.files)
    await loadFile(warehouse, {
      folder: city.folder,
      path: file.path,
      entity: file.entity,
      into: file.path === "data/hazard-late.csv" ? "insert into hazard" : `create table ${file.entity} as`,
    });
  await warehouse.run(`create table latent as select * from '${join(city.folder, "latent.parquet")}'`);
});
afterAll(() => {
  warehouse?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("generateCity", () => {
  test("the same seed gives the same bytes, with one thread as with two; another seed does not", async () => {
    const few = { ...size, enterprises: 60 };
    for (const [name, seed, threads] of [
      ["a", 7, 2],
      ["b", 7, 1],
      ["c", 8, 2],
    ] as const)
      await generateCity({ ...few, seed, threads, folder: join(folder, name) });
    const [a, b, c] = ["a", "b", "c"].map((name) => checksums(join(folder, name)));
    expect(b).toEqual(a);
    expect(Object.keys(a ?? {}).length).toBe(city.files.length + 2);
    expect(c?.["data/hazard.csv"]).not.toBe(a?.["data/hazard.csv"]);
  });

  test("Parquet does not depend on the number of threads either", async () => {
    for (const [name, threads] of [
      ["p1", 1],
      ["p2", 2],
    ] as const)
      await generateCity({
        ...size,
        enterprises: 4200,
        format: "parquet",
        threads,
        folder: join(folder, name),
      });
    expect(checksums(join(folder, "p2"))).toEqual(checksums(join(folder, "p1")));
  });

  test("every entity of the contracts has a file with every column, and the configuration names it", () => {
    expect(new Set(city.files.map((file) => file.entity))).toEqual(
      new Set(entities.map((entity) => entity.name)),
    );
    expect(city.files.filter((file) => file.rows === 0)).toEqual([]);
    const config = parseConfig(readFileSync(join(city.folder, "sise.yaml"), "utf8"));
    expect(config.city.region_code).toBe("650200");
    for (const entity of entities) {
      const source = config.sources.find((each) => each.name === entity.name);
      expect(source?.entity).toBe(entity.name);
      const file = city.files.find((each) => each.entity === entity.name)?.path ?? "";
      expect(source?.path.replace("*", "")).toBe(file);
      expect(file.endsWith(`.${source?.kind}`)).toBe(true);
    }
  });

  test("a configuration of an earlier city is left alone, and another project is not written over", async () => {
    const own = join(folder, "own");
    const again = { ...size, enterprises: 20, folder: own };
    await generateCity(again);
    const edited = `${readFileSync(join(own, "sise.yaml"), "utf8")}keep: 3\n`;
    writeFileSync(join(own, "sise.yaml"), edited);
    await generateCity(again);
    expect(readFileSync(join(own, "sise.yaml"), "utf8")).toBe(edited);
    const enterprises = readFileSync(join(own, "data", "enterprise.csv"));
    writeFileSync(join(own, "sise.yaml"), "city: {}\n");
    await expect(generateCity({ ...again, seed: 9 })).rejects.toThrow(
      `${join(own, "sise.yaml")}: found a project that is no demo, whose data/ would be written over, expected an empty folder or an earlier demo; name another folder`,
    );
    rmSync(join(own, "sise.yaml"));
    await expect(generateCity({ ...again, seed: 9 })).rejects.toThrow(
      `${join(own, "data")}: found data without a sise.yaml, expected an empty folder or an earlier demo; name another folder`,
    );
    expect(readFileSync(join(own, "data", "enterprise.csv")).equals(enterprises)).toBe(true);
    // A city's boundary that lies alone is as much somebody's work.
    rmSync(join(own, "data"), { recursive: true });
    await expect(generateCity(again)).rejects.toThrow(
      `${join(own, "regions.geojson")}: found data without a sise.yaml`,
    );
  });

  test("outlines of the four districts are closed rings", () => {
    const map = JSON.parse(readFileSync(join(city.folder, "regions.geojson"), "utf8")) as {
      features: { properties: { region_code: string }; geometry: { coordinates: number[][][] } }[];
    };
    expect(map.features.map((feature) => feature.properties.region_code)).toEqual([
      "650202",
      "650203",
      "650204",
      "650205",
    ]);
    for (const { geometry } of map.features) {
      const ring = geometry.coordinates[0] ?? [];
      expect(ring[0]).toEqual(ring.at(-1));
      const area = ring.slice(1).reduce((sum, [x = 0, y = 0], place) => {
        const [fromX = 0, fromY = 0] = ring[place] ?? [];
        return sum + fromX * y - x * fromY;
      }, 0);
      expect(area).toBeGreaterThan(0);
    }
  });

  test("wrong options are told all at once", async () => {
    await expect(
      generateCity({ ...size, enterprises: 0, seed: 0.5, asOf: "today", folder: join(folder, "wrong") }),
    ).rejects.toMatchObject({
      kind: "usage",
      messages: [
        "--enterprises: found 0, expected a whole number from 1 to 5000000; give another",
        "--seed: found 0.5, expected a whole number; give another",
        "--as-of: found today, expected a day such as 2026-11-22; give another",
      ],
    });
    expect(existsSync(join(folder, "wrong"))).toBe(false);
  });
});

describe("the city's rows", () => {
  test("draws for different purposes are independent: every grid cell of every street is lived in", async () => {
    const { cells, used } = await one(
      `select (select count(*) from grid_cell) as cells, count(distinct grid_id) as used from enterprise`,
    );
    expect(cells).toBe("96");
    expect(Number(used)).toBeGreaterThan(90);
  });

  test("codes carry right check characters, but for those spoiled on purpose", async () => {
    const spoiled = (entity: string, kind: string) =>
      city.dirt.find((each) => each.entity === entity && each.kind === kind)?.rows ?? 0;
    const codes = await warehouse.rows<{ id: string }>("select enterprise_id as id from enterprise");
    expect(codes.filter(({ id }) => !usccIsValid(id)).length).toBe(
      spoiled("enterprise", "wrong_check_character"),
    );
    const former = await warehouse.rows<{ id: string }>(
      "select old_enterprise_id as id from enterprise_alias",
    );
    expect(former.filter(({ id }) => !usccIsValid(id))).toEqual([]);
    const numbers = await warehouse.rows<{ id: string }>("select cas_no as id from installation_chemical");
    expect(numbers.filter(({ id }) => !casIsValid(id)).length).toBe(
      spoiled("installation_chemical", "wrong_check_digit"),
    );
    expect(
      await one(
        "select count(distinct enterprise_id) as n from enterprise where enterprise_id not like '91650%'",
      ),
    ).toEqual({ n: "0" });
  });

  test("figures of risk points are those the tables allow, about 2 % red and 8 % orange", async () => {
    const graded = `select method, claimed_level, cast(case method
        when 'LEC' then cast(l as decimal(6, 1)) * cast(e as decimal(6, 1)) * cast(c as decimal(6, 1))
        when 'LS' then cast(l as decimal(6, 1)) * cast(s as decimal(6, 1))
        when 'MES' then cast(m as decimal(6, 1)) * cast(e as decimal(6, 1)) * cast(s as decimal(6, 1)) end as decimal(9, 2)) as score
      from risk_point where method in ('LEC', 'LS', 'MES')`;
    const { red, orange, unscored } = (await one(`select
      count(*) filter (where (method = 'LEC' and score > 320) or (method = 'LS' and score >= 20) or (method = 'MES' and score >= 90)) / count(*) as red,
      count(*) filter (where (method = 'LEC' and score > 160 and score <= 320) or (method = 'LS' and score >= 15 and score < 20) or (method = 'MES' and score >= 50 and score < 90)) / count(*) as orange,
      count(*) filter (where score is null) as unscored from (${graded})`)) as Record<string, number>;
    expect(red).toBeGreaterThan(0.012);
    expect(red).toBeLessThan(0.025);
    expect(orange).toBeGreaterThan(0.06);
    expect(orange).toBeLessThan(0.11);
    expect(Number(unscored)).toBe(0);
    expect(
      await one(`select count(*) as n from risk_point where
        (method = 'LEC' and not (l in ('10.0','6.0','3.0','1.0','0.5','0.2','0.1') and e in ('10.0','6.0','3.0','2.0','1.0','0.5') and c in ('100.0','40.0','15.0','7.0','3.0','1.0')))
        or (method = 'LS' and not (l in ('1.0','2.0','3.0','4.0','5.0') and s in ('1.0','2.0','3.0','4.0','5.0')))
        or (method = 'MES' and not (m in ('5.0','3.0','1.0') and s in ('10.0','8.0','4.0','2.0','1.0')))
        or (method = 'direct' and coalesce(l, e, c, s, m) is not null)`),
    ).toEqual({ n: "0" });
  });

  test("nothing happened after the last day, and a hazard of an inspection was found on its day", async () => {
    expect(
      await one(`select
        (select count(*) from hazard where greatest(found_at, rectified_at, verified_at) >= '2026-11-23') as hazards,
        (select count(*) from accident where occurred_at >= '2026-11-23') as accidents,
        (select count(*) from check_task where done_on > '2026-11-22') as tasks,
        (select count(*) from claim where occurred_on > '2026-11-22') as claims,
        (select count(*) from hazard inner join inspection using (inspection_id)
          where replace(inspected_on, '/', '-') <= '2026-11-22' and replace(inspected_on, '/', '-') <> left(found_at, 10)) as other_days`),
    ).toEqual({ hazards: "0", accidents: "0", tasks: "0", claims: "0", other_days: "0" });
  });

  test("the hidden traits drive hazards, delay, accidents and claims upwards, fifth by fifth", async () => {
    const rows = await warehouse.rows<Record<string, number>>(`
      with fifth as (
        select enterprise_id, ntile(3) over (order by latent_hazard + latent_conduct, enterprise_id) as place from latent
      ),
      found as (
        select enterprise_id, count(*) as hazards, count(*) filter (where hazard_level = '重大') as majors,
          count(*) filter (where left(rectified_at, 10) > deadline_on) as late
        from (select *, level as hazard_level from hazard) group by enterprise_id
      ),
      hurt as (select enterprise_id, count(*) as accidents from accident group by enterprise_id),
      paid as (select enterprise_id, count(*) as claims from claim inner join policy using (policy_id) group by enterprise_id)
      select place, sum(hazards)::integer as hazards, sum(majors)::integer as majors, sum(late)::integer as late,
        sum(accidents)::integer as accidents, sum(claims)::integer as claims
      from fifth left join found using (enterprise_id) left join hurt using (enterprise_id) left join paid using (enterprise_id)
      group by place order by place`);
    for (const column of ["hazards", "majors", "late", "accidents", "claims"]) {
      const values = rows.map((row) => Number(row[column]));
      expect(values, column).toEqual([...values].sort((a, b) => a - b));
      expect(values[2], column).toBeGreaterThan((values[0] ?? 0) * 1.1);
    }
  });
});

describe("a synthetic province", () => {
  test("begins above 20,000 enterprises", () => {
    expect([3000, 20_000, 20_001, 1_000_000].map(prefectureCount)).toEqual([0, 0, 1, 17]);
  });

  test("has invented counties beside Karamay, whose codes are in the tree", async () => {
    const province = await generateCity({
      folder: join(folder, "province"),
      enterprises: 900,
      prefectures: 1,
      seed: 1,
      format: "parquet",
    });
    const data = join(province.folder, "data");
    expect(
      await one(`select
        (select count(*) from '${data}/region.parquet' where peer_group = '区县') as counties,
        (select count(distinct region_code) from '${data}/enterprise.parquet') as lived_in,
        (select count(*) from '${data}/enterprise.parquet' where region_code not in (select region_code from '${data}/region.parquet')) as lost,
        (select count(*) from '${data}/enterprise.parquet' where grid_id not in (select grid_id from '${data}/grid_cell.parquet')) as off_grid,
        (select count(*) from '${data}/region.parquet' where parent_region_code not in (select region_code from '${data}/region.parquet')) as orphans`),
    ).toEqual({ counties: "12", lived_in: "12", lost: "0", off_grid: "0", orphans: "0" });
    const map = JSON.parse(readFileSync(join(province.folder, "regions.geojson"), "utf8")) as {
      features: unknown[];
    };
    expect(map.features.length).toBe(12);
  });
});
